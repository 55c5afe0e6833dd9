// Interactive elements. Each is a node; inputs also know how to follow the server without getting
// into the way of someone who is typing.

import { freshId, h } from './dom.js';
import { text } from './blocks.js';
import { t } from './texts.js';

/** The element as a node. `deeds` says what a click does, see blocks.js. */
export function element(it, block, deeds) {
  const make = {
    button,
    overflow,
    static_select: select,
    checkboxes: choices,
    radio_buttons: choices,
    plain_text_input: input,
    email_text_input: input,
    file_input: files,
    users_select: people,
    datetimepicker: moment,
  }[it.type];
  const node = make ? make(it, block, deeds) : h('em', {}, it.type);
  node.dataset.actionId = it.action_id;
  node.dataset.elementType = it.type;
  return node;
}

/** Runs one act: the node shows that it works until the app has answered. */
async function act(node, it, block, deeds, chosen = []) {
  if (node.ariaBusy === 'true') return;
  if (it.confirm && !(await deeds.confirm(it.confirm))) return;
  node.ariaBusy = 'true';
  node.classList.add('busy');
  try {
    await deeds.click({ block_id: block.block_id, action_id: it.action_id, chosen }, node);
  } finally {
    node.ariaBusy = null;
    node.classList.remove('busy');
  }
}

function button(it, block, deeds) {
  const node = h(
    'button',
    {
      type: 'button',
      class: `button ${it.style ?? ''}`,
      'aria-label': it.accessibility_label,
      onclick: () => {
        if (/^https?:/i.test(it.url ?? '')) window.open(it.url, '_blank', 'noopener,noreferrer');
        act(node, it, block, deeds);
      },
    },
    h('span', { class: 'label' }, text(it.text, deeds.names)),
  );
  return node;
}

function overflow(it, block, deeds) {
  const menu = h('div', { role: 'menu', class: 'menu', hidden: true });
  const opener = h('button', {
    type: 'button',
    class: 'button overflow',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-label': t('menu'),
    onclick: () => show(menu.hidden),
  }, '⋯');
  const node = h('div', { class: 'overflow-box' }, opener, menu);
  const show = (open) => {
    menu.hidden = !open;
    opener.setAttribute('aria-expanded', String(open));
    if (open) menu.firstChild.focus();
  };
  menu.append(...it.options.map((option) =>
    h('button', {
      type: 'button',
      role: 'menuitem',
      tabindex: '-1',
      'data-value': option.value,
      onclick: () => {
        show(false);
        opener.focus();
        act(opener, it, block, deeds, [option.value]);
      },
    }, text(option.text, deeds.names))));
  node.addEventListener('keydown', (event) => {
    if (menu.hidden) return;
    const items = [...menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape') {
      show(false);
      opener.focus();
      event.stopPropagation();
    } else if (step) {
      const at = items.indexOf(document.activeElement);
      items[(at + step + items.length) % items.length].focus();
      event.preventDefault();
    }
  });
  node.addEventListener('focusout', (event) => {
    if (!node.contains(event.relatedTarget)) show(false);
  });
  return node;
}

/** Options from which on a menu is searched by typing, as all of Slack's are. */
const MANY = 5;

function select(it, block, deeds) {
  const all = [...(it.options ?? []), ...(it.option_groups ?? []).flatMap((group) => group.options)];
  if (all.length >= MANY) return searched(it, all, block, deeds);
  const option = (one) => h('option', { value: one.value }, one.text.text);
  const node = h(
    'select',
    { class: 'select', 'aria-label': it.placeholder?.text ?? t('choosing') },
    h('option', { value: '', disabled: true, hidden: true }, it.placeholder?.text ?? t('choosing')),
    (it.options ?? []).map(option),
    (it.option_groups ?? []).map((group) =>
      h('optgroup', { label: group.label.text }, group.options.map(option))),
  );
  node.follow = (state) => {
    node.value = state?.selected_option?.value ?? '';
  };
  node.follow({ selected_option: it.initial_option });
  node.addEventListener('change', () => act(node, it, block, deeds, [node.value]));
  return node;
}

/** A menu that shows what fits what is typed. */
function searched(it, all, block, deeds) {
  const id = freshId('options');
  const list = h('div', { role: 'listbox', class: 'menu searched', id, hidden: true });
  const field = h('input', {
    class: 'control', type: 'text', role: 'combobox', autocomplete: 'off', dir: 'auto', 'aria-expanded': 'false',
    'aria-controls': id, 'aria-label': block.label?.text ?? it.placeholder?.text ?? t('choosing'),
    placeholder: it.placeholder?.text ?? t('choosing'),
  });
  const node = h('div', { class: 'searched-box' }, field, list);
  let chosen = null;
  const folded = (words) => words.normalize('NFKC').toLowerCase();
  const named = (value) => all.find((one) => one.value === value);
  const show = (open) => {
    list.hidden = !open;
    field.setAttribute('aria-expanded', String(open));
    if (!open) field.value = named(chosen)?.text.text ?? '';
  };
  const take = (value) => {
    chosen = value;
    show(false);
    act(node, it, block, deeds, [value]);
  };
  const find = (words) => {
    const fitting = all.filter((one) => folded(one.text.text).includes(folded(words)));
    list.replaceChildren(...(fitting.length ? fitting.map((one) => h('button', {
      type: 'button', role: 'option', tabindex: '-1', 'data-value': one.value, dir: 'auto',
      'aria-selected': String(one.value === chosen),
      onclick: () => take(one.value),
    }, one.text.text)) : [h('p', { class: 'quiet' }, t('noMatch'))]));
    show(true);
  };
  // The keyboard is here as soon as a window opens, whose list would cover what is beneath.
  field.addEventListener('focus', () => field.select());
  field.addEventListener('click', () => find(''));
  field.addEventListener('input', () => find(field.value));
  node.addEventListener('keydown', (event) => {
    const options = [...list.querySelectorAll('[role=option]')];
    const at = options.indexOf(document.activeElement);
    if (event.key === 'Escape' && !list.hidden) {
      show(false);
      event.stopPropagation();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (list.hidden) find('');
      options[(at + (event.key === 'ArrowDown' ? 1 : -1) + options.length) % options.length]?.focus();
      event.preventDefault();
    } else if (event.key === 'Enter' && at < 0 && options.length && !event.isComposing) {
      take(options[0].dataset.value);
      event.preventDefault();
    }
  });
  node.addEventListener('focusout', (event) => {
    if (!node.contains(event.relatedTarget)) show(false);
  });
  node.follow = (state) => {
    chosen = state?.selected_option?.value ?? null;
    if (!node.contains(document.activeElement)) show(false);
  };
  node.follow({ selected_option: it.initial_option });
  return node;
}

function people(it, block, deeds) {
  const options = deeds.people.map((one) => ({ value: one.id, text: { text: one.name } }));
  const first = options.find((one) => one.value === it.initial_user);
  const node = select({ ...it, options, initial_option: first }, block, deeds);
  const follow = node.follow;
  node.follow = (state) => follow({ selected_option: { value: state?.selected_user } });
  return node;
}

/** A day and a time of this computer's clock, as Slack asks for the person's own. */
function moment(it, block, deeds) {
  const node = h('input', { class: 'control', type: 'datetime-local', 'aria-label': block.label?.text });
  const local = (seconds) => {
    const at = new Date(seconds * 1000);
    return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  };
  node.follow = (state) => {
    if (node === document.activeElement) return;
    node.value = state?.selected_date_time ? local(state.selected_date_time) : '';
  };
  node.follow({ selected_date_time: it.initial_date_time });
  node.addEventListener('change', () => {
    const seconds = Math.floor(new Date(node.value).getTime() / 1000);
    act(node, it, block, deeds, Number.isFinite(seconds) ? [String(seconds)] : []);
  });
  return node;
}

function choices(it, block, deeds) {
  const several = it.type === 'checkboxes';
  const name = freshId('choice');
  const boxes = it.options.map((option) => h('input', {
    type: several ? 'checkbox' : 'radio', name, value: option.value,
  }));
  const node = h(
    'div',
    { class: 'choices', role: several ? 'group' : 'radiogroup' },
    it.options.map((option, index) =>
      h('label', { class: 'choice' }, boxes[index],
        h('span', {}, text(option.text, deeds.names),
          option.description && h('small', {}, text(option.description, deeds.names))))),
  );
  node.follow = (state) => {
    const chosen = state?.selected_options ?? [state?.selected_option];
    for (const box of boxes) box.checked = chosen.some((one) => one?.value === box.value);
  };
  node.follow({ selected_options: it.initial_options ?? [it.initial_option] });
  node.addEventListener('change', () =>
    act(node, it, block, deeds, boxes.filter((box) => box.checked).map((box) => box.value)));
  return node;
}

function files(it, block, deeds) {
  const list = h('ul', { class: 'files' });
  const chooser = h('input', {
    type: 'file', multiple: (it.max_files ?? 10) > 1, class: 'control', 'aria-label': block.label?.text,
    onchange: async () => {
      for (const file of chooser.files) await deeds.choose?.(file, block.block_id, it.action_id);
      chooser.value = '';
    },
  });
  const node = h('div', {}, chooser, list);
  node.follow = (state) => {
    list.replaceChildren(...(state?.files ?? []).map((file) => h('li', {}, file.name)));
  };
  return node;
}

function input(it, block, deeds) {
  const node = it.multiline
    ? h('textarea', { class: 'control', rows: '4', dir: 'auto' })
    : h('input', { class: 'control', dir: 'auto', type: it.type === 'email_text_input' ? 'email' : 'text' });
  node.value = it.initial_value ?? '';
  const grow = () => {
    if (!it.multiline) return;
    node.style.height = 'auto';
    if (node.scrollHeight) node.style.height = `${node.scrollHeight + 2}px`;
  };
  node.grow = grow;
  const typed = () => {
    grow();
    node.dispatchEvent(new CustomEvent('counted', { bubbles: true }));
  };
  node.addEventListener('input', () => {
    typed();
    deeds.type(node, block.block_id, it.action_id);
  });
  // Someone who is typing here, or whose text is on its way, knows better than the server.
  node.follow = (state) => {
    const value = state?.value ?? '';
    if (node === document.activeElement || deeds.pending(node) || node.value === value) return;
    node.value = value;
    typed();
  };
  if (!it.multiline && block.dispatch_action) {
    node.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) act(node, it, block, deeds);
    });
  }
  return node;
}

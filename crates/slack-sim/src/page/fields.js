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

function select(it, block, deeds) {
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
    ? h('textarea', { class: 'control', rows: '4' })
    : h('input', { class: 'control', type: it.type === 'email_text_input' ? 'email' : 'text' });
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

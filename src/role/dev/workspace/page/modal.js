// Modals: the top view of a person's stack, kept alive through updates, and the small questions
// that the page itself asks.

import { focusable, freshId, h, post } from './dom.js';
import { show, text } from './blocks.js';
import { spoken, t } from './texts.js';

const root = document.getElementById('modals');
const app = document.getElementById('app');
let open = null;

/** Shows the top of `stack`, or nothing. `names` knows people; `closed()` gives the focus back. */
export function update(stack, user, names, closed) {
  const view = stack.at(-1);
  if (open && view?.id === open.view.id && open.user === user && open.language === spoken()) {
    open.follow(view);
    return;
  }
  const had = open !== null;
  open?.node.remove();
  open = view ? dialog(view, user, names) : null;
  app.inert = open !== null;
  if (open) {
    root.append(open.node);
    open.follow(view);
    open.begin();
  } else if (had) {
    closed();
  }
}

function dialog(view, user, names) {
  const id = freshId('modal');
  const title = h('h2', { id });
  const body = h('div', { class: 'modal-body', tabindex: '-1' });
  const trouble = h('div', { class: 'trouble', role: 'alert' });
  const back = h('button', { type: 'button', class: 'button', 'data-role': 'close', onclick: () => close(false) });
  const send = h('button', { type: 'button', class: 'button primary', 'data-role': 'submit', onclick: submit },
    h('span', { class: 'label' }));
  const cross = h('button', { type: 'button', class: 'cross', 'data-role': 'cross', 'aria-label': t('close'), onclick: leave }, '×');
  const box = h('div', {
    class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': id, tabindex: '-1',
    'data-view-id': view.id,
  },
  h('header', {}, title, cross), body, trouble, h('footer', {}, back, send));
  const node = h('div', { class: 'layer' }, box);
  const typing = typist(view.id);
  let busy = false;

  const deeds = {
    names,
    confirm: ask,
    type: typing.type,
    pending: typing.pending,
    click: (target) => attempt(() => post('/workspace/click', { user, view_id: open.view.id, ...target })),
  };

  async function attempt(deed) {
    trouble.textContent = '';
    try {
      await typing.flush();
      const done = await deed();
      if (done.outcome === 'trouble') trouble.textContent = t('trouble');
      if (done.outcome === 'not_there') trouble.textContent = t('gone');
      return done.outcome;
    } catch {
      trouble.textContent = t('offline');
      return 'trouble';
    }
  }

  async function submit() {
    if (busy || send.hidden || send.disabled) return;
    busy = true;
    const was = document.activeElement;
    send.classList.add('busy');
    send.ariaBusy = 'true';
    const outcome = await attempt(() => post('/workspace/submit', { user, view_id: view.id }));
    busy = false;
    send.classList.remove('busy');
    send.ariaBusy = null;
    // The errors come with the next event; by then the first of them gets the focus.
    me.wrong = outcome === 'errors' || outcome === 'incomplete';
    if (me.wrong) focusError();
    else if (node.isConnected && !node.contains(document.activeElement)) was?.focus();
  }

  function focusError() {
    const first = body.querySelector('[aria-invalid="true"]');
    if (!me.wrong || !first) return;
    me.wrong = false;
    (first.matches('input,textarea,select') ? first : first.querySelector('input'))?.focus();
  }

  const close = (all) => attempt(() => post('/workspace/close', { user, view_id: view.id, all }));

  /** Escape and the cross ask before typed text is lost. */
  async function leave() {
    const question = {
      title: { type: 'plain_text', text: t('askClose') },
      text: { type: 'plain_text', text: t('askCloseText') },
      confirm: { type: 'plain_text', text: t('discard') },
      deny: { type: 'plain_text', text: t('keepEditing') },
      style: 'danger',
    };
    if ((open.view.touched || typing.any()) && !(await ask(question))) return;
    close(true);
  }

  node.addEventListener('keydown', (event) => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      leave();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      submit();
    } else {
      keepInside(box, event);
    }
  });

  const me = {
    node,
    user,
    view,
    language: spoken(),
    wrong: false,
    follow(next) {
      me.view = next;
      title.replaceChildren(text(next.title));
      back.replaceChildren(next.close ? text(next.close) : t('close'));
      send.hidden = !next.submit;
      send.disabled = next.submit_disabled;
      send.firstChild.replaceChildren(text(next.submit));
      show(body, next.blocks, { ...deeds, values: next.state.values, errors: next.errors });
      focusError();
      // A control that was replaced took the focus with it; it must not fall out of the modal.
      if (node.isConnected && document.activeElement === document.body && !root.querySelector('.question')) box.focus();
    },
    begin() {
      const wanted = view.blocks.find((block) => block.element?.focus_on_load);
      const chosen = wanted && body.querySelector(`[data-block-id="${CSS.escape(wanted.block_id)}"] .control`);
      (chosen ?? body.querySelector('.block-input .control') ?? box).focus({ preventScroll: true });
    },
  };
  return me;
}

/** Posts what is typed: soon, in order, and at once when asked. */
function typist(view_id) {
  const waiting = new Map();
  const sending = new Map();
  const send = (control) => {
    const { body, timer } = waiting.get(control);
    clearTimeout(timer);
    waiting.delete(control);
    const before = sending.get(control) ?? Promise.resolve();
    const sent = before.then(() => post('/workspace/type', { view_id, ...body, text: control.value })).catch(() => {});
    sending.set(control, sent);
    sent.then(() => sending.get(control) === sent && sending.delete(control));
  };
  return {
    type(control, block_id, action_id) {
      clearTimeout(waiting.get(control)?.timer);
      const timer = setTimeout(() => send(control), 120);
      waiting.set(control, { body: { block_id, action_id }, timer });
    },
    pending: (control) => waiting.has(control) || sending.has(control),
    any: () => waiting.size + sending.size > 0,
    async flush() {
      [...waiting.keys()].forEach(send);
      await Promise.all(sending.values());
    },
  };
}

/** Tab goes round inside the box. */
function keepInside(box, event) {
  if (event.key !== 'Tab') return;
  const all = focusable(box);
  const [first, last] = [all[0], all.at(-1)];
  const here = document.activeElement;
  if (event.shiftKey && (here === first || here === box)) last?.focus();
  else if (!event.shiftKey && here === last) first?.focus();
  else return;
  event.preventDefault();
}

/** Asks a question (Slack's confirm object) over everything; true when it was confirmed. */
export function ask(question) {
  return new Promise((resolve) => {
    const was = document.activeElement;
    const id = freshId('question');
    const answer = (yes) => () => {
      layer.remove();
      if (open) open.node.inert = false;
      else app.inert = false;
      was?.focus();
      resolve(yes);
    };
    const deny = h('button', { type: 'button', class: 'button', 'data-role': 'deny', onclick: answer(false) }, text(question.deny));
    const style = question.style === 'danger' ? 'danger filled' : 'primary';
    const confirm = h('button', { type: 'button', class: `button ${style}`, 'data-role': 'confirm', onclick: answer(true) },
      text(question.confirm));
    const box = h('div', {
      class: 'modal small', role: 'alertdialog', 'aria-modal': 'true', 'aria-labelledby': id, 'aria-describedby': `${id}-text`,
    },
    h('header', {}, h('h2', { id }, text(question.title))),
    h('div', { class: 'modal-body', id: `${id}-text` }, text(question.text)),
    h('footer', {}, deny, confirm));
    const layer = h('div', { class: 'layer question' }, box);
    layer.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') answer(false)();
      else keepInside(box, event);
      event.stopPropagation();
    });
    if (open) open.node.inert = true;
    else app.inert = true;
    root.append(layer);
    deny.focus();
  });
}

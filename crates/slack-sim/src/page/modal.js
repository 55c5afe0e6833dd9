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
  open = view ? new Modal(view, user, names) : null;
  app.inert = open !== null;
  if (open) {
    root.append(open.node);
    open.follow(view);
    open.begin();
  } else if (had) {
    closed();
  }
}

/** One view on the screen, from its opening to its end. */
class Modal {
  constructor(view, user, names) {
    this.view = view;
    this.user = user;
    this.language = spoken();
    this.busy = false;
    // The errors of a submission come with the next event; then the first of them gets the focus.
    this.wrong = false;
    this.typing = typist(view.id);
    this.deeds = {
      names,
      people: names.people(),
      confirm: ask,
      type: this.typing.type,
      choose: (file, block_id, action_id) => this.choose(file, block_id, action_id),
      pending: this.typing.pending,
      click: (target) => this.attempt('/workspace/click', target),
    };
    this.draw();
    this.node.addEventListener('keydown', (event) => this.key(event));
  }

  draw() {
    const id = freshId('modal');
    const act = (role, name, deed, ...label) =>
      h('button', { type: 'button', class: name, 'data-role': role, onclick: deed }, ...label);
    this.title = h('h2', { id });
    this.body = h('div', { class: 'modal-body', tabindex: '-1' });
    this.trouble = h('div', { class: 'trouble', role: 'alert' });
    this.back = act('close', 'button', () => this.close(false));
    this.send = act('submit', 'button primary', () => this.submit(), h('span', { class: 'label' }));
    const cross = act('cross', 'cross', () => this.leave(), '×');
    cross.setAttribute('aria-label', t('close'));
    this.box = h('div', {
      class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': id, tabindex: '-1',
      'data-view-id': this.view.id,
    },
    h('header', {}, this.title, cross), this.body, this.trouble, h('footer', {}, this.back, this.send));
    this.node = h('div', { class: 'layer' }, this.box);
  }

  /** Shows what the server knows now. */
  follow(view) {
    this.view = view;
    if (this.trouble.textContent === t('offline')) this.trouble.textContent = '';
    this.title.replaceChildren(text(view.title));
    this.back.replaceChildren(view.close ? text(view.close) : t('close'));
    this.send.hidden = !view.submit;
    this.send.firstChild.replaceChildren(text(view.submit));
    show(this.body, view.blocks, { ...this.deeds, values: view.state.values, errors: view.errors });
    this.focusError();
    // A control that was replaced took the focus with it; it must not fall out of the modal.
    const lost = this.node.isConnected && document.activeElement === document.body;
    if (lost && !root.querySelector('.question')) this.box.focus();
  }

  /** Puts the focus where the view wants it, else into the first input. */
  begin() {
    const wanted = this.view.blocks.find((block) => block.element?.focus_on_load);
    const block = wanted && `[data-block-id="${CSS.escape(wanted.block_id)}"]`;
    const control = (wanted && this.body.querySelector(`${block} .control`)) ?? this.body.querySelector('.block-input .control');
    (control ?? this.box).focus({ preventScroll: true });
  }

  /** Sends one act to the app, after everything that was typed before it. */
  async attempt(path, more = {}) {
    this.trouble.textContent = '';
    try {
      await this.typing.flush();
      const { outcome } = await post(path, { user: this.user, view_id: this.view.id, ...more });
      if (outcome === 'trouble') this.trouble.textContent = t('trouble');
      if (outcome === 'not_there') this.trouble.textContent = t('gone');
      return outcome;
    } catch {
      this.trouble.textContent = t('offline');
      return 'trouble';
    }
  }

  /** Brings a file that was chosen to the server. */
  async choose(file, block_id, action_id) {
    const place = new URLSearchParams({
      user: this.user, view_id: this.view.id, block_id, action_id, name: file.name, mimetype: file.type,
    });
    try {
      const answer = await fetch(`/workspace/choose?${place}`, { method: 'POST', body: file });
      const { outcome } = await answer.json();
      if (outcome !== 'kept') this.trouble.textContent = t('gone');
    } catch {
      this.trouble.textContent = t('offline');
    }
  }

  async submit() {
    if (this.busy || this.send.hidden) return;
    this.busy = true;
    this.send.classList.add('busy');
    this.send.ariaBusy = 'true';
    const outcome = await this.attempt('/workspace/submit');
    this.busy = false;
    this.send.classList.remove('busy');
    this.send.ariaBusy = null;
    this.wrong = outcome === 'errors' || outcome === 'incomplete';
    this.focusError();
  }

  focusError() {
    const first = this.body.querySelector('[aria-invalid="true"]');
    if (!this.wrong || !first) return;
    this.wrong = false;
    (first.matches('input,textarea,select') ? first : first.querySelector('input'))?.focus();
  }

  close(all) {
    return this.attempt('/workspace/close', { all });
  }

  /** Escape and the cross ask before typed text is lost. */
  async leave() {
    const plain = (name) => ({ type: 'plain_text', text: t(name) });
    const question = {
      title: plain('askClose'), text: plain('askCloseText'), confirm: plain('discard'), deny: plain('keepEditing'), style: 'danger',
    };
    if ((this.view.touched || this.typing.any()) && !(await ask(question))) return;
    this.close(true);
  }

  key(event) {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      this.leave();
    } else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.submit();
    } else {
      keepInside(this.box, event);
    }
  }
}

/** Posts what is typed: soon, in order, and at once when asked. */
export function typist(view_id) {
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

/** Lays `box` over everything, with the focus inside; `escape()` is what Escape does. */
export function overlay(box, escape) {
  const was = document.activeElement;
  const below = () => open?.node ?? app;
  const layer = h('div', { class: 'layer question' }, box);
  layer.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && !event.isComposing) escape();
    else keepInside(box, event);
    event.stopPropagation();
  });
  below().inert = true;
  root.append(layer);
  return {
    close() {
      layer.remove();
      below().inert = false;
      was?.focus();
    },
  };
}

/** Asks a question (Slack's confirm object) over everything; true when it was confirmed. */
export function ask(question) {
  return new Promise((resolve) => {
    const id = freshId('question');
    const answer = (yes) => () => {
      over.close();
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
    const over = overlay(box, answer(false));
    deny.focus();
  });
}

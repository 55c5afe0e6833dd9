// The outbox beside the channel, and the way mail gets in.

import { compose } from './compose.js';
import { arrange, h, icon, toast } from './dom.js';
import { t } from './texts.js';

const drawn = new Map();
const seen = new Set();
let list = null;
let count = null;
let live = null;
let first = true;

export function frame(root) {
  drawn.clear();
  list = h('div', { id: 'mails', tabindex: '0', role: 'feed', 'aria-label': t('outbox') });
  count = h('span', { class: 'mail-count' });
  live = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });
  root.replaceChildren(
    h('header', { class: 'outbox-head' }, h('h2', {}, t('outbox'), count), h('p', {}, t('outboxHint'))),
    live,
    list,
  );
}

/** Reads the outbox again and shows it; a mail that was not there before is highlighted. */
export async function refresh() {
  const response = await fetch('/dev/outbox').catch(() => null);
  if (!response?.ok) {
    if (!drawn.size) arrange(list, [h('p', { class: 'quiet' }, t('outboxGone'))]);
    return;
  }
  const mails = await response.json();
  const fresh = first ? [] : mails.filter((mail) => !seen.has(mail.file));
  mails.forEach((mail) => seen.add(mail.file));
  first = false;
  count.textContent = mails.length ? String(mails.length) : '';
  document.querySelectorAll('[data-mail-count]').forEach((node) => {
    node.dataset.mailCount = String(mails.length);
  });
  arrange(list, mails.length ? mails.map((mail) => keep(mail, fresh.includes(mail))) : [empty()]);
  for (const mail of fresh) live.textContent = t('newMail', mail.to.join(', '));
  if (fresh.length) list.scrollTop = 0;
}

function keep(mail, fresh) {
  const state = JSON.stringify(mail);
  const before = drawn.get(mail.file);
  if (before?.state === state && !fresh) return before.node;
  const node = draw(mail, fresh);
  drawn.set(mail.file, { state, node });
  return node;
}

const empty = () =>
  h('div', { class: 'empty' },
    h('div', { class: 'picture' }, icon('tray')),
    h('h3', {}, t('outboxEmpty')),
    h('p', {}, t('outboxEmptyHint')));

function draw(mail, fresh) {
  const date = new Date(mail.date);
  const named = (name) => mail.headers.find(([it]) => it.toLowerCase() === name)?.[1];
  const row = (name, value) => value && h('div', { class: 'row' }, h('dt', {}, name), h('dd', {}, value));
  const id = `mail-${mail.file}`;
  return h(
    'article',
    { class: fresh ? 'mail fresh' : 'mail', 'data-mail': mail.file, tabindex: '-1', 'aria-labelledby': id },
    h('header', {},
      h('h3', { id }, mail.subject || t('noSubject')),
      fresh && h('span', { class: 'badge new' }, t('fresh')),
      h('time', { datetime: mail.date, title: date.toLocaleString() },
        date.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }))),
    h('dl', {},
      row(t('to'), mail.to.join(', ')),
      row(t('cc'), mail.cc.join(', ')),
      row(t('from'), mail.from.join(', ')),
      h('div', { class: 'ids' },
        row('In-Reply-To', named('in-reply-to')),
        row('References', named('references')))),
    h('pre', { class: 'mail-text' }, mail.text),
    h('button', { type: 'button', class: 'link answer', 'data-role': 'answer-mail', onclick: () => compose(takeIn, mail) }, t('answer')),
    h('details', {}, h('summary', {}, t('allHeaders')),
      h('dl', { class: 'headers' }, mail.headers.map(([name, value]) => row(name, value))),
      h('a', { href: `/dev/outbox/${encodeURIComponent(mail.file)}`, target: '_blank', rel: 'noopener' }, t('raw'))));
}

/** Where a message would be written: the place to hand in a customer's mail. */
export function dropZone() {
  const files = h('input', { type: 'file', accept: '.eml,message/rfc822', multiple: true, class: 'unseen', tabindex: '-1', 'aria-hidden': 'true' });
  files.addEventListener('change', async () => {
    await takeIn([...files.files]);
    files.value = '';
  });
  return h('div', { id: 'drop-zone' },
    icon('inbox'),
    h('span', { class: 'text' }, t('drop')),
    h('button', { type: 'button', class: 'button', 'data-role': 'write-mail', onclick: () => compose(takeIn) }, t('write')),
    h('button', { type: 'button', class: 'button', 'data-role': 'choose-mail', onclick: () => files.click() }, t('choose')),
    files);
}

/** The whole window takes mail that is dropped on it. */
export function takeDrops() {
  const hint = document.getElementById('drop-hint');
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes('Files');
  addEventListener('dragover', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    hint.textContent = t('dropNow');
    hint.hidden = false;
  });
  addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) hint.hidden = true;
  });
  addEventListener('drop', (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    hint.hidden = true;
    takeIn([...event.dataTransfer.files]);
  });
}

/** One after the other, in the order they were given. */
async function takeIn(files) {
  for (const file of files) {
    try {
      const response = await fetch('/dev/mails', {
        method: 'POST',
        headers: { 'content-type': 'message/rfc822' },
        body: await file.arrayBuffer(),
      });
      const answer = await response.json().catch(() => ({}));
      if (response.ok) toast(t(answer.outcome === 'duplicate' ? 'duplicate' : 'received', file.name), false);
      else toast(t('refused', file.name, answer.detail ?? answer.title ?? String(response.status)));
    } catch {
      toast(t('refused', file.name, t('offline')));
    }
  }
}

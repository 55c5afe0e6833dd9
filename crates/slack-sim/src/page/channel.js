// The channel: cards, answers in their threads, and what only one person sees.

import { arrange, h, icon, post, toast } from './dom.js';
import { show } from './blocks.js';
import { ask } from './modal.js';
import { mrkdwn } from './mrkdwn.js';
import { clockTime, dayName, t } from './texts.js';

const drawn = new Map();
/** Threads that are open: as in Slack, they are shut until a person looks into them. */
const unfolded = new Set();
let log = null;
let unseen = null;
let newest = '';

const at = (ts) => new Date(Number(ts.split('.')[0]) * 1000);

/** Draws the frame of the channel; `foot` goes below the messages. */
export function frame(root, page, foot) {
  log = h('div', { id: 'messages', role: 'log', 'aria-label': `#${page.channel.name}`, tabindex: '0' });
  drawn.clear();
  root.replaceChildren(
    h('header', { class: 'channel-head' },
      h('h1', {}, h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), page.channel.name),
      h('p', {}, t('channelAbout')),
      h('span', { class: 'members' }, t('members', page.users.length + 1))),
    h('div', { class: 'log-box' }, log, unseen = h('button', {
      type: 'button', class: 'unseen-below', hidden: true, onclick: () => {
        log.scrollTop = log.scrollHeight;
      },
    })),
    foot,
  );
  log.addEventListener('scroll', () => {
    if (isAtEnd()) unseen.hidden = true;
  });
}

const isAtEnd = () => log.scrollHeight - log.scrollTop - log.clientHeight < 40;

/** Brings the messages up to date for `user`. */
export function update(page, user, names) {
  const stuck = isAtEnd();
  const focused = document.activeElement?.closest('[data-action-id]');
  const visible = page.messages.filter((it) => !it.only_for || it.only_for === user);
  const tops = visible.filter((it) => !it.thread_ts || it.thread_ts === it.ts || it.broadcast);
  const threads = Map.groupBy(visible, (it) => (it.thread_ts === it.ts ? null : it.thread_ts));
  let day = null;
  const nodes = [];
  if (page.more) nodes.push(keep('earlier', t('earlier'), earlier));
  for (const message of tops) {
    const name = dayName(at(message.ts));
    if (name !== day) nodes.push(keep(`day ${name}`, name, () => divider(name)));
    day = name;
    const replies = message.broadcast ? [] : threads.get(message.ts) ?? [];
    const isOpen = unfolded.has(message.ts);
    const state = JSON.stringify([message, isOpen ? replies : replies.length, isOpen, user]);
    const redraw = () => update(page, user, names);
    nodes.push(keep(message.ts, state, () => whole(message, replies, page, user, names, redraw)));
  }
  if (!nodes.length) nodes.push(keep('empty', '', empty));
  arrange(log, nodes);
  const last = tops.at(-1)?.ts ?? '';
  if (stuck) log.scrollTop = log.scrollHeight;
  else if (newest && last > newest) {
    unseen.textContent = t('unseen');
    unseen.hidden = false;
  }
  newest = last;
  // The card may have been drawn anew under someone's focus.
  if (focused && !focused.isConnected) refocus(opener(focused));
}

/** Where a click came from, in words that outlive the node. */
export function opener(node) {
  return { ts: node.closest('[data-message-ts]')?.dataset.messageTs, action: node.dataset.actionId };
}

/** Gives the focus back to where a click came from. */
export function refocus({ ts, action }) {
  const find = (selector) => (ts ? log.querySelector(selector) : null);
  const message = `[data-message-ts="${CSS.escape(ts ?? '')}"]`;
  const node = find(`${message} [data-action-id="${CSS.escape(action ?? '')}"]`) ?? find(`${message} button`) ?? log;
  (node.matches('button,select,input,[tabindex]') ? node : node.querySelector('button') ?? log)
    .focus({ preventScroll: true });
}

function keep(key, state, draw) {
  const before = drawn.get(key);
  if (before?.state === state) return before.node;
  const node = draw();
  drawn.set(key, { state, node });
  return node;
}

const divider = (name) => h('div', { class: 'day', role: 'separator' }, h('span', {}, name));

const empty = () =>
  h('div', { class: 'empty' },
    h('div', { class: 'picture' }, icon('mail')),
    h('h2', {}, t('channelEmpty')),
    h('p', {}, t('channelEmptyHint')),
    h('pre', {}, 'replybot ingest mail.eml'));

const earlier = () =>
  h('button', {
    type: 'button', class: 'button earlier', onclick: () => document.dispatchEvent(new CustomEvent('earlier')),
  }, t('earlier'));

function whole(message, replies, page, user, names, redraw) {
  const node = one(message, page, user, names);
  const turn = (ts) => {
    if (!unfolded.delete(ts)) unfolded.add(ts);
    redraw();
  };
  if (message.broadcast) {
    const parent = message.thread_ts;
    const lead = h('button', {
      type: 'button', class: 'link in-thread', onclick: () => {
        unfolded.add(parent);
        redraw();
        log.querySelector(`[data-message-ts="${CSS.escape(parent)}"]`)?.scrollIntoView({ block: 'center' });
      },
    }, t('inThread'));
    node.querySelector('.by').after(lead);
    return node;
  }
  if (!replies.length) return node;
  const isOpen = unfolded.has(message.ts);
  return h('div', { class: 'thread' }, node,
    h('div', { class: 'replies' },
      h('button', {
        type: 'button', class: 'link count', 'aria-expanded': String(isOpen), onclick: () => turn(message.ts),
      }, t('replies', replies.length)),
      isOpen && replies.map((reply) => one(reply, page, user, names))));
}

function one(message, page, user, names) {
  const body = h('div', { class: 'blocks' });
  const time = at(message.ts);
  const node = h(
    'article',
    {
      class: message.only_for ? 'message ephemeral' : 'message',
      'data-message-ts': message.ts,
      'aria-label': `${page.bot} ${clockTime(time)}`,
    },
    h('div', { class: 'avatar bot' }, icon('mail')),
    h('div', { class: 'content' },
      message.only_for && h('div', { class: 'only' }, icon('eye'), t('onlyYou')),
      h('div', { class: 'by' },
        h('b', {}, page.bot),
        h('span', { class: 'badge' }, t('app')),
        h('time', { datetime: time.toISOString(), title: time.toLocaleString() }, clockTime(time)),
        message.edited && h('span', { class: 'edited' }, t('edited'))),
      body,
      message.only_for && h('button', {
        type: 'button',
        class: 'link',
        onclick: () => post('/workspace/dismiss', { user, ts: message.ts }),
      }, t('dismiss'))),
  );
  if (message.blocks.length) show(body, message.blocks, deeds(message, page, user, names));
  else body.append(h('div', { class: 'text', dir: 'auto' }, mrkdwn(message.text, names)));
  for (const file of message.files ?? []) {
    body.append(h('a', { class: 'file', href: `/workspace/look/${file.id}`, target: '_blank', rel: 'noopener' },
      `📄 ${file.name}`));
  }
  return node;
}

function deeds(message, page, user, names) {
  return {
    names,
    people: page.users,
    confirm: ask,
    type: () => {},
    pending: () => false,
    click: async (target, node) => {
      document.dispatchEvent(new CustomEvent('clicked', { detail: opener(node) }));
      try {
        const place = { channel: page.channel.id, ts: message.ts };
        const done = await post('/workspace/click', { user, ...place, ...target });
        if (done.outcome === 'trouble') toast(t('trouble'));
        if (done.outcome === 'not_there') toast(t('gone'));
      } catch {
        toast(t('offline'));
      }
    },
  };
}

// The page: who looks at it, in which language, and what the server says has changed.

import { h, post, toast } from './dom.js';
import * as channel from './channel.js';
import * as home from './home.js';
import * as modal from './modal.js';
import * as outbox from './outbox.js';
import { listener } from './listen.js';
import { speak, spoken, t } from './texts.js';

const part = (id) => document.getElementById(id);
const asked = new URLSearchParams(location.search);

let page = null;
const messages = new Map();
let views = { modals: {}, homes: {} };
let atHome = false;
let user = asked.get('as') ?? sessionStorage.getItem('user');
let from = {};

const names = {
  user: (id) => page.users.find((one) => one.id === id)?.name,
  people: () => page?.users ?? [],
  channel: (id) => (page.channel.id === id ? page.channel.name : undefined),
};

function drawFrame() {
  speak(page.language);
  part('honest').textContent = t('honest');
  part('sidebar').setAttribute('aria-label', page.team);
  part('sidebar').replaceChildren(...sidebar());
  channel.frame(part('channel'), page, outbox.dropZone());
  home.frame(part('home'), page);
  outbox.frame(part('outbox'));
}

function sidebar() {
  const hue = (index) => `person-${index % 4}`;
  const person = (one, index) => h('label', { class: 'person' },
    h('input', {
      type: 'radio', name: 'person', value: one.id, checked: one.id === user, onchange: () => actAs(one.id),
    }),
    h('span', { class: `avatar ${hue(index)}`, 'aria-hidden': 'true' }, one.name.slice(0, 1)),
    h('span', { class: 'name' }, one.name),
    h('span', { class: 'you' }, t('you')));
  const tongue = (code, name) => h('button', {
    type: 'button', lang: code, 'aria-pressed': String(spoken() === code), 'data-language': code,
    onclick: () => post('/workspace/language', { language: code }),
  }, name);
  const pane = (name, label) => h('button', {
    type: 'button', 'data-pane-button': name, 'aria-pressed': String(document.body.dataset.pane === name),
    'data-mail-count': name === 'outbox' ? '0' : null,
    onclick: () => {
      document.body.dataset.pane = name === 'home' ? 'channel' : name;
      if (name !== 'outbox') go(name === 'home');
      for (const one of document.querySelectorAll('[data-pane-button]')) {
        one.setAttribute('aria-pressed', String(one.dataset.paneButton === name));
      }
    },
  }, label);
  const place = (isHome, ...label) => h('button', {
    type: 'button', class: 'here', 'data-place': isHome ? 'home' : 'channel', onclick: () => go(isHome),
  }, ...label);
  return [
    h('div', { class: 'team' }, page.team),
    h('div', { class: 'panes' },
      pane('channel', `# ${page.channel.name}`), pane('home', page.bot), pane('outbox', t('outbox'))),
    h('section', { class: 'channels' },
      h('h2', {}, t('channels')),
      place(false, h('span', { class: 'hash', 'aria-hidden': 'true' }, '#'), page.channel.name)),
    h('section', { class: 'channels apps' }, h('h2', {}, t('apps')), place(true, page.bot)),
    h('fieldset', { class: 'people', title: t('peopleHint') }, h('legend', {}, t('people')), page.users.map(person)),
    h('div', { class: 'language', role: 'group', 'aria-label': t('language') }, tongue('ja', '日本語'), tongue('en', 'English')),
  ];
}

/** Goes to the app's home tab, or back to the channel. */
function go(isHome) {
  atHome = isHome;
  draw();
  if (atHome) home.open(user);
}

function actAs(id) {
  user = id;
  sessionStorage.setItem('user', id);
  if (atHome) home.open(user);
  draw();
}

function draw() {
  channel.update(page, user, names);
  part('channel').hidden = atHome;
  part('home').hidden = !atHome;
  for (const one of document.querySelectorAll('[data-place]')) {
    const isHere = (one.dataset.place === 'home') === atHome;
    one.setAttribute('aria-current', isHere ? 'page' : 'false');
  }
  home.update(views.homes[user]?.[0], user, names);
  modal.update(views.modals[user] ?? [], user, names, () => channel.refocus(from));
}

/** What the server says has changed, by the name of its event. */
const hear = {
  channel(next) {
    const frame = !page || page.language !== next.language;
    page = { ...next, messages: page?.messages ?? [], more: page?.more };
    if (!page.users.some((one) => one.id === user)) user = page.users[0]?.id;
    if (frame) drawFrame();
    draw();
    outbox.refresh();
  },
  messages({ changed, order, more }) {
    for (const message of changed) messages.set(message.ts, message);
    page.messages = order.map((ts) => messages.get(ts)).filter(Boolean);
    page.more = more;
    draw();
    outbox.refresh();
  },
  views(next) {
    views = next;
    if (page) draw();
  },
  lost(isLost) {
    document.body.classList.toggle('offline', isLost);
    if (isLost && page) toast(t('offline'));
  },
};

document.addEventListener('clicked', (event) => {
  from = event.detail;
});
document.addEventListener('earlier', () => listen.more());
// As in Slack, a page that is loaded anew has lost its modals.
const reloaded = performance.getEntriesByType('navigation')[0]?.type === 'reload';
if (reloaded && user) await post('/workspace/reload', { user }).catch(() => {});

const listen = listener(hear);
outbox.takeDrops();
// A mail may be written a moment before or after its card changes.
setInterval(() => {
  if (page && !document.hidden) outbox.refresh();
}, 2000);
if (asked.has('lang')) post('/workspace/language', { language: asked.get('lang') });

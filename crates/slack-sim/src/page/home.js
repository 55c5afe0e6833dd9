// The app's home tab: one view for each person, beside the channel.

import { h, post, toast } from './dom.js';
import { show } from './blocks.js';
import { ask, typist } from './modal.js';
import { t } from './texts.js';

let body = null;
/** What is typed in the tab goes to the server before the next click. */
let typing = null;

/** Draws the frame of the tab. */
export function frame(root, page) {
  body = h('div', { class: 'blocks home-blocks' });
  root.replaceChildren(
    h('header', { class: 'channel-head' }, h('h1', {}, page.bot), h('p', {}, t('homeAbout'))),
    h('div', { class: 'home-body', tabindex: '0' }, body),
  );
}

/** Tells the app that `user` looks at the tab. */
export function open(user) {
  return post('/workspace/home', { user }).catch(() => toast(t('offline')));
}

/** Shows the view that was published for `user`, if there is one. */
export function update(view, user, names) {
  if (view && typing?.of !== view.id) typing = { of: view.id, ...typist(view.id) };
  const deeds = {
    names,
    people: names.people(),
    confirm: ask,
    type: typing?.type,
    pending: typing?.pending,
    values: view?.state.values,
    click: async (target) => {
      await typing?.flush();
      const done = await post('/workspace/click', { user, view_id: view.id, ...target }).catch(() => toast(t('offline')));
      if (done?.outcome === 'trouble') toast(t('trouble'));
      if (done?.outcome === 'not_there') toast(t('gone'));
    },
  };
  body.drawn = body.shownFor === `${user} ${view?.hash}` ? body.drawn : new Map();
  body.shownFor = `${user} ${view?.hash}`;
  show(body, view?.blocks ?? [], deeds);
}

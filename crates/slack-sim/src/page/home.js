// The app's home tab: one view for each person, beside the channel.

import { h, post, toast } from './dom.js';
import { show } from './blocks.js';
import { ask } from './modal.js';
import { t } from './texts.js';

let body = null;

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
  const deeds = {
    names,
    confirm: ask,
    type: () => {},
    pending: () => false,
    values: view?.state.values,
    click: async (target) => {
      const done = await post('/workspace/click', { user, view_id: view.id, ...target }).catch(() => toast(t('offline')));
      if (done?.outcome === 'trouble') toast(t('trouble'));
      if (done?.outcome === 'not_there') toast(t('gone'));
    },
  };
  body.drawn = body.shownFor === `${user} ${view?.hash}` ? body.drawn : new Map();
  body.shownFor = `${user} ${view?.hash}`;
  show(body, view?.blocks ?? [], deeds);
}

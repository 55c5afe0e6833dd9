// Block Kit as nodes. A block that changes is drawn anew, except an input: its control stays in place
// for as long as its block_id and action_id do, with caret, selection and a half-typed word.
//
// `deeds` is what blocks can do: {names, click(target, node), type(control, block_id, action_id),
// pending(control), confirm(object), values, errors}.

import { arrange, freshId, h } from './dom.js';
import { emoji } from './emoji.js';
import { element } from './fields.js';
import { markdown, mrkdwn } from './mrkdwn.js';
import { t } from './texts.js';

/** A text object as a fragment; an empty one where there is none. */
export function text(it, names) {
  return it?.type === 'mrkdwn' ? mrkdwn(it.text, names) : emoji(it?.text ?? '');
}

/** Shows `blocks` in `parent`, keeping every node that need not change. */
export function show(parent, blocks, deeds) {
  const before = parent.drawn ?? new Map();
  const drawn = new Map();
  const nodes = blocks.map((block) => {
    const was = before.get(block.block_id);
    const node = was?.node.fits?.(block) || was?.json === JSON.stringify(block) ? was.node : draw(block, deeds);
    node.follow?.(block, deeds);
    drawn.set(block.block_id, { node, json: JSON.stringify(block) });
    return node;
  });
  parent.drawn = drawn;
  arrange(parent, nodes);
  for (const node of nodes) node.settle?.();
}

function draw(block, deeds) {
  const node = (KINDS[block.type] ?? unknown)(block, deeds);
  node.classList.add('block', `block-${block.type}`);
  node.dataset.blockId = block.block_id;
  return node;
}

const unknown = (block) => h('div', {}, h('em', {}, block.type));

const KINDS = {
  header: (block, { names }) => h('h3', { dir: 'auto' }, text(block.text, names)),
  divider: () => h('hr'),
  markdown: (block) => h('div', { class: 'prose' }, markdown(block.text)),
  context: (block, { names }) =>
    h('div', {}, block.elements.map((it) => h('span', { class: 'text', dir: 'auto' }, text(it, names)))),
  alert,
  rich_text: (block) => h('div', {}, block.elements.map(richText)),
  section,
  actions,
  input,
};

/** Lets every stateful element of a node follow what is entered. */
function following(node) {
  node.follow = (block, { values }) => {
    for (const field of node.querySelectorAll('[data-action-id]')) {
      const state = values?.[block.block_id]?.[field.dataset.actionId];
      if (state) field.follow?.(state);
    }
  };
  return node;
}

function section(block, deeds) {
  return following(h(
    'div',
    {},
    h('div', { class: 'main' },
      block.text && h('div', { class: 'text', dir: 'auto' }, text(block.text, deeds.names)),
      block.fields && h('div', { class: 'fields' },
        block.fields.map((field) => h('div', { class: 'text', dir: 'auto' }, text(field, deeds.names))))),
    block.accessory && h('div', { class: 'accessory' }, element(block.accessory, block, deeds)),
  ));
}

function actions(block, deeds) {
  return following(h('div', {}, block.elements.map((it) => element(it, block, deeds))));
}

/** A section of rich text: its texts stand as they are, in their style. */
function richText(section) {
  const styled = (it) => {
    const marks = { bold: 'b', italic: 'i', strike: 's', code: 'code' };
    return Object.entries(marks).reduce((node, [style, tag]) => (it.style?.[style] ? h(tag, {}, node) : node), it.text);
  };
  return h('div', { class: 'text', dir: 'auto' }, section.elements.map(styled));
}

const SIGNS = { info: 'i', default: 'i', warning: '!', error: '!', success: '✓' };

function alert(block, { names }) {
  const level = block.level ?? 'default';
  return h('div', { class: `alert-${level}`, role: level === 'error' ? 'alert' : 'status' },
    h('span', { class: 'sign', role: 'img', 'aria-label': t('alert')[level] }, SIGNS[level]),
    h('span', { class: 'text', dir: 'auto' }, text(block.text, names)));
}

function input(block, deeds) {
  const id = freshId('field');
  const label = h('label', { for: id, id: `${id}-label` });
  const field = element(block.element, block, deeds);
  const hint = h('p', { class: 'hint', id: `${id}-hint` });
  const error = h('p', { class: 'error', id: `${id}-error`, role: 'alert' });
  const counter = h('span', { class: 'counter', 'aria-hidden': 'true' });
  field.id = id;
  field.setAttribute('aria-labelledby', `${id}-label`);
  field.setAttribute('aria-describedby', `${id}-error ${id}-hint`);
  const node = h('div', {}, label, h('div', { class: 'box' }, field, counter), error, hint);

  let limit = null;
  const count = () => {
    const length = [...(field.value ?? '')].length;
    const shown = limit !== null && (block.element.max_length || length > limit - 300);
    counter.textContent = shown ? `${length} / ${limit}` : '';
    counter.classList.toggle('over', limit !== null && length > limit);
  };
  node.addEventListener('counted', count);
  const identity = (it) => [it.element.type, it.element.action_id, Boolean(it.element.multiline),
    JSON.stringify(it.element.options ?? it.element.option_groups ?? null)].join('\n');
  const own = identity(block);
  // Everything but the control itself can change around it.
  node.fits = (next) => next.type === 'input' && identity(next) === own;
  node.follow = (next, { values, errors }) => {
    block = next;
    label.replaceChildren(text(next.label), next.optional ? h('span', { class: 'optional' }, ` ${t('optional')}`) : '');
    hint.replaceChildren(text(next.hint));
    limit = next.element.type === 'plain_text_input' ? next.element.max_length ?? 3000 : null;
    if (next.element.placeholder) field.setAttribute('placeholder', next.element.placeholder.text);
    const message = errors?.[next.block_id] ?? '';
    if (error.textContent !== message) error.textContent = message;
    field.setAttribute('aria-invalid', String(Boolean(message)));
    const state = values?.[next.block_id]?.[next.element.action_id];
    if (state) field.follow?.(state);
    count();
  };
  // A text area can only be measured once it is in the page.
  node.settle = () => {
    if (!node.settled) field.grow?.();
    node.settled = true;
  };
  return node;
}

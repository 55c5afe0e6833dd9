// Slack's mrkdwn and standard Markdown as nodes. Customers' text passes through here, so nothing is
// ever put together as HTML.

import { h } from './dom.js';
import { emoji } from './emoji.js';
import { nearDay, spoken } from './texts.js';

// In this order; letters or digits beside a marker keep it from being one, as in Slack.
const EDGE = '(?<![\\p{L}\\p{N}])';
const END = '(?![\\p{L}\\p{N}])';
const pair = (mark) => `${EDGE}${mark}(?=\\S)([^${mark}\\n]*?\\S|\\S)${mark}${END}`;
const INLINE = new RegExp(
  [
    '<([^<>\\n]+)>',
    '`([^`\\n]+)`',
    pair('\\*'),
    pair('_'),
    pair('~'),
    '(https?://[^\\s<>|。、）」]+)',
  ].join('|'),
  'gu',
);

const unescape = (text) =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A link that can only lead to an address or a mailbox. */
function link(href, ...label) {
  if (!/^(https?:|mailto:|tel:)/i.test(href)) return h('span', {}, ...label);
  return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, ...label);
}

/** mrkdwn as a fragment; `names` knows people and channels. */
export function mrkdwn(text, names) {
  const out = document.createDocumentFragment();
  const parts = text.split(/```\n?([\s\S]*?)```/);
  parts.forEach((part, index) => {
    if (index % 2) out.append(h('pre', {}, unescape(part)));
    else if (part) out.append(...quotes(part.replace(/^\n|\n$/g, index ? '' : '$&'), names));
  });
  return out;
}

function quotes(text, names) {
  const groups = [];
  for (const line of text.split('\n')) {
    const quoted = /^(&gt;|>) ?/.test(line);
    const last = groups.at(-1);
    const own = quoted ? line.replace(/^(&gt;|>) ?/, '') : line;
    if (last && last.quoted === quoted) last.lines.push(own);
    else groups.push({ quoted, lines: [own] });
  }
  return groups.map(({ quoted, lines }, index) => {
    const nodes = inline(lines.join('\n'), names);
    if (quoted) return h('blockquote', {}, nodes);
    const broken = index > 0 && !groups[index - 1].quoted;
    return h('span', { class: 'lines' }, broken ? '\n' : null, nodes);
  });
}

function inline(text, names) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > end) nodes.push(emoji(unescape(text.slice(end, match.index))));
    nodes.push(inlineNode(match, names));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(emoji(unescape(text.slice(end))));
  return nodes;
}

function inlineNode([, token, code, bold, italic, strike, url], names) {
  if (token !== undefined) return special(token, names);
  if (code !== undefined) return h('code', {}, unescape(code));
  if (bold !== undefined) return h('strong', {}, inline(bold, names));
  if (italic !== undefined) return h('em', {}, inline(italic, names));
  if (strike !== undefined) return h('s', {}, inline(strike, names));
  return link(unescape(url), unescape(url));
}

/** What is between angle brackets. */
function special(token, names) {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? null : unescape(token.slice(bar + 1));
  if (target.startsWith('@')) return mention(`@${names.user(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith('#')) return mention(`#${names.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (/^!(channel|here|everyone)$/.test(target)) return mention(`@${target.slice(1)}`);
  if (target.startsWith('!date^')) return date(target, label);
  if (target.startsWith('!')) return mention(label ?? target);
  return link(unescape(target), label ?? unescape(target).replace(/^mailto:/, ''));
}

const mention = (text) => h('span', { class: 'mention' }, text);

function date(target, label) {
  const [, seconds, format] = target.split('^');
  const at = new Date(Number(seconds) * 1000);
  if (Number.isNaN(at.getTime()) || !format) return label ?? '';
  const day = (options) => at.toLocaleDateString(spoken(), options);
  const time = (options) => at.toLocaleTimeString(spoken(), { hour: 'numeric', minute: '2-digit', ...options });
  const forms = {
    date_num: () => day({ year: 'numeric', month: '2-digit', day: '2-digit' }),
    date: () => day({ dateStyle: 'long' }),
    date_pretty: () => nearDay(at) ?? day({ dateStyle: 'long' }),
    date_short: () => day({ dateStyle: 'medium' }),
    date_short_pretty: () => nearDay(at) ?? day({ dateStyle: 'medium' }),
    date_long: () => day({ dateStyle: 'full' }),
    date_long_pretty: () => nearDay(at) ?? day({ dateStyle: 'full' }),
    time: () => time({}),
    time_secs: () => time({ second: '2-digit' }),
  };
  return unescape(format).replace(/\{(\w+)\}/g, (whole, name) => forms[name]?.() ?? whole);
}

/** Standard Markdown, as the `markdown` block takes it: the parts that replies are made of. */
export function markdown(text) {
  const out = document.createDocumentFragment();
  const lines = text.split('\n');
  while (lines.length) out.append(paragraph(lines));
  return out;
}

function paragraph(lines) {
  const take = (test, strip = (line) => line) => {
    const taken = [];
    while (lines.length && test(lines[0])) taken.push(strip(lines.shift()));
    return taken;
  };
  const first = lines[0];
  if (!first.trim()) return lines.shift(), '';
  if (first.startsWith('```')) {
    lines.shift();
    const code = take((line) => !line.startsWith('```'));
    lines.shift();
    return h('pre', {}, code.join('\n'));
  }
  const heading = /^(#{1,6}) (.*)$/.exec(first);
  if (heading) return lines.shift(), h('strong', { class: 'heading' }, marked(heading[2]));
  if (/^(-{3,}|\*{3,})$/.test(first.trim())) return lines.shift(), h('hr');
  if (/^> ?/.test(first)) {
    return h('blockquote', {}, marked(take((line) => /^> ?/.test(line), (line) => line.replace(/^> ?/, '')).join('\n')));
  }
  for (const [tag, bullet] of [['ul', /^\s*[-*+] /], ['ol', /^\s*\d+[.)] /]]) {
    if (!bullet.test(first)) continue;
    const items = take((line) => bullet.test(line), (line) => line.replace(bullet, ''));
    return h(tag, {}, items.map((item) => h('li', {}, marked(item))));
  }
  const plain = take((line) => line.trim() && !/^(```|#{1,6} |> ?|\s*[-*+] |\s*\d+[.)] )/.test(line));
  if (!plain.length) plain.push(lines.shift());
  return h('p', {}, marked(plain.join('\n')));
}

const MARKED = /`([^`\n]+)`|\*\*([^*\n]+)\*\*|~~([^~\n]+)~~|\*([^*\n]+)\*|\b_([^_\n]+)_\b|\[([^\]\n]+)\]\(([^)\s]+)\)|(https?:\/\/[^\s<>。、）」]+)/gu;

function marked(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(MARKED)) {
    if (match.index > end) nodes.push(emoji(text.slice(end, match.index)));
    const [, code, bold, strike, star, under, label, href, url] = match;
    if (code) nodes.push(h('code', {}, code));
    else if (bold) nodes.push(h('strong', {}, marked(bold)));
    else if (strike) nodes.push(h('s', {}, marked(strike)));
    else if (star || under) nodes.push(h('em', {}, marked(star ?? under)));
    else nodes.push(link(href ?? url, label ?? url));
    end = match.index + match[0].length;
  }
  if (end < text.length) nodes.push(emoji(text.slice(end)));
  return nodes;
}

// Writing as a customer, for those who have no .eml at hand: the mail is put together here and handed
// in like any other.

import { freshId, h } from './dom.js';
import { ask, overlay } from './modal.js';
import { t } from './texts.js';

/** Opens the form; `takeIn(files)` gets the mail. With `mail`, it is an answer to that one. */
export function compose(takeIn, mail) {
  const id = freshId('compose');
  const [name, address] = mail ? split(mail.to[0] ?? '') : t('customer');
  const answered = mail && (/^re:/i.test(mail.subject) ? mail.subject : `Re: ${mail.subject}`);
  const fields = {
    name: h('input', { class: 'control', value: name, name: 'name', autocomplete: 'off' }),
    address: h('input', { class: 'control', type: 'email', value: address, name: 'address', required: true, autocomplete: 'off' }),
    subject: h('input', { class: 'control', value: answered ?? '', name: 'subject', autocomplete: 'off' }),
    body: h('textarea', { class: 'control', name: 'body', rows: '7', required: true }),
  };
  const form = h('form', { class: 'form', id },
    Object.entries(fields).map(([key, field]) => h('label', {}, t(key), field)));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.value]));
    over.close();
    takeIn([new File([eml(written, mail)], written.subject || t('noSubject'))]);
  });
  form.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  const leave = async () => {
    const plain = (name) => ({ type: 'plain_text', text: t(name) });
    const question = {
      title: plain('askClose'), text: plain('askCloseText'), confirm: plain('discard'), deny: plain('keepEditing'), style: 'danger',
    };
    if (!fields.body.value.trim() || (await ask(question))) over.close();
  };
  const over = overlay(h('div', {
    class: 'modal', role: 'dialog', 'aria-modal': 'true', 'aria-labelledby': `${id}-title`,
  },
  h('header', {},
    h('h2', { id: `${id}-title` }, t('composeTitle')),
    h('button', { type: 'button', class: 'cross', 'aria-label': t('close'), onclick: leave }, '×')),
  h('div', { class: 'modal-body' }, h('p', { class: 'hint' }, t('composeHint')), form),
  h('footer', {},
    h('button', { type: 'button', class: 'button', onclick: leave }, t('cancel')),
    h('button', { type: 'submit', class: 'button primary', form: id, 'data-role': 'deliver-mail' }, t('handIn')))), leave);
  (mail ? fields.body : fields.subject).focus();
}

/** `Name <address>` in its two halves. */
function split(mailbox) {
  const match = /^(.*?)\s*<([^>]*)>$/.exec(mailbox);
  return match ? [match[1], match[2]] : ['', mailbox];
}

const base64 = (text) =>
  btoa(Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join(''));
/** `items` in groups of `size`. */
const groups = (items, size) =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
const oneLine = (text) => text.replace(/[\r\n]+/g, ' ');

/** A header text; when it is not plain ASCII, in words of at most 75 characters (RFC 2047). */
function encoded(text) {
  if (/^[\x20-\x7e]*$/.test(text) && !/=\?|[<>",;:@()[\]\\]/.test(text)) return text;
  // Eleven characters are 44 bytes at most, and those are 60 in base64.
  const words = groups([...text], 11).map((word) => `=?UTF-8?B?${base64(word.join(''))}?=`);
  return words.join('\r\n ');
}

/** The mail as bytes on the wire. */
function eml({ name, address, subject, body }, mail) {
  const header = (wanted) => mail?.headers.find(([it]) => it.toLowerCase() === wanted)?.[1];
  const own = header('message-id');
  const date = new Date().toUTCString().replace('GMT', '+0000');
  const support = mail ? split(mail.from[0] ?? '')[1] : 'support@example.com';
  const head = [
    `Date: ${date}`,
    `From: ${name ? `${encoded(oneLine(name))} ` : ''}<${oneLine(address)}>`,
    `To: <${oneLine(support)}>`,
    `Subject: ${encoded(oneLine(subject))}`,
    `Message-ID: <${Date.now()}.${Math.random().toString(36).slice(2)}@customer.example>`,
    own && `In-Reply-To: ${own}`,
    own && `References: ${[header('references'), own].filter(Boolean).join(' ').split(/\s+/).join('\r\n ')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  const text = groups(base64(body.replace(/\r?\n/g, '\r\n')), 76).join('\r\n');
  return `${head.filter(Boolean).join('\r\n')}\r\n\r\n${text}\r\n`;
}

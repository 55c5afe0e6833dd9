// The few things every part of the page needs. Text only ever gets in as text.

/** An element: attributes, `on…` handlers, then children (nodes, strings, lists, or nothing). */
export function h(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Makes `parent` hold exactly `nodes`, without moving one that is already in its order. */
export function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.childNodes]) if (!wanted.has(child)) child.remove();
  let here = parent.firstChild;
  for (const node of nodes) {
    if (node === here) here = here.nextSibling;
    else parent.insertBefore(node, here);
  }
}

/** Posts JSON; answers with JSON, or throws with what went wrong. */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.status === 204 ? null : response.json();
}

let count = 0;
/** An id for `aria-labelledby` and its kin. */
export const freshId = (name) => `${name}-${(count += 1)}`;

/** Everything in `root` that Tab reaches. */
export function focusable(root) {
  const all = root.querySelectorAll('a[href],button,input,select,textarea,summary,[tabindex="0"]');
  return [...all].filter((node) => !node.disabled && node.getClientRects().length > 0);
}

/** A message that passes by: `bad` ones stay longer. */
export function toast(text, bad = true) {
  const node = h('div', { class: bad ? 'toast bad' : 'toast' }, text);
  document.getElementById('toasts').append(node);
  setTimeout(() => node.remove(), bad ? 8000 : 4000);
}

const ICONS = {
  mail: 'M3 5.5h18v13H3zM3 6l9 7 9-7',
  tray: 'M3 13v6h18v-6M3 13h5l1.5 2.5h5L16 13h5M12 3v8M8.5 6.5 12 3l3.5 3.5',
  inbox: 'M3 13v6h18v-6M3 13h5l1.5 2.5h5L16 13h5M12 3v8M8.5 7.5 12 11l3.5-3.5',
  eye: 'M2 12s3.5-6 10-6 10 6 10 6-3.5 6-10 6S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
};

/** Paths on a square of 24, as an image that screen readers skip. */
export function drawing(paths) {
  const make = (tag, attributes) => {
    const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const svg = make('svg', { viewBox: '0 0 24 24', class: 'icon', 'aria-hidden': 'true' });
  svg.append(...paths.map((path) => make('path', path)));
  return svg;
}

/** A sign of the page itself. */
export const icon = (name) => drawing([{ d: ICONS[name] }]);

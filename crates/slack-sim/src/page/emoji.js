// Slack draws emoji itself, so that everyone sees the same ones. So does this page for those that a
// support desk needs; all others are left to the computer's fonts.

import { drawing, h } from './dom.js';

const ROUND = 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z';

// sign: [colour, path, names…]; a colour with `!` fills the path's first part and draws on it in white.
const SIGNS = {
  '✅': ['!#2b9a66', 'M6 3h12a3 3 0 0 1 3 3v12a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z|M7 12.5l3.5 3.5L17 8.5', 'white_check_mark'],
  '✔️': ['#2b9a66', 'M4 12.5l5 5L20 6.5', 'heavy_check_mark'],
  '❌': ['#d92d4f', 'M5 5l14 14M19 5 5 19', 'x'],
  '⚠️': ['!#e0a100', 'M12 2.5 22.5 21h-21z|M12 9v5.5M12 17.5v.3', 'warning'],
  '🚨': ['!#d92d4f', 'M12 2.5 22.5 21h-21z|M12 9v5.5M12 17.5v.3', 'rotating_light'],
  '⛔': ['!#d92d4f', `${ROUND}|M7.5 12h9`, 'no_entry'],
  '🚫': ['#d92d4f', `${ROUND}M5.8 5.8l12.4 12.4`, 'no_entry_sign'],
  'ℹ️': ['!#1d7fbf', `${ROUND}|M12 11v6M12 7.3v.3`, 'information_source'],
  '🔵': ['!#1d7fbf', ROUND, 'large_blue_circle'],
  '➖': ['#6b7280', 'M5 12h14', 'heavy_minus_sign'],
  '❓': ['#d92d4f', 'M8.5 8.500a3.500 3.500 0 1 1 5 3.200c-1 .5-1.500 1-1.500 2.300M12 18v.3', 'question'],
  '❔': ['#6b7280', 'M8.5 8.500a3.500 3.500 0 1 1 5 3.200c-1 .5-1.500 1-1.500 2.300M12 18v.3', 'grey_question'],
  '⚪': ['#6b7280', ROUND, 'white_circle'],
  '🟢': ['!#2b9a66', ROUND, 'large_green_circle'],
  '🟡': ['!#e0a100', ROUND, 'large_yellow_circle'],
  '🔴': ['!#d92d4f', ROUND, 'red_circle'],
  '⏳': ['#b7791f', 'M6 3h12M6 21h12M7.5 3c0 5 3.5 6 4.5 9 1-3 4.5-4 4.5-9M7.5 21c0-5 3.5-6 4.5-9 1 3 4.5 4 4.5 9', 'hourglass_flowing_sand'],
  '⌛': ['#b7791f', 'M6 3h12M6 21h12M7.5 3c0 5 3.5 6 4.5 9 1-3 4.5-4 4.5-9M7.5 21c0-5 3.5-6 4.5-9 1 3 4.5 4 4.5 9', 'hourglass'],
  '⏰': ['#b7791f', `${ROUND}M12 7v5.5l3.5 2`, 'alarm_clock'],
  '🕒': ['#b7791f', `${ROUND}M12 7v5h4`, 'clock3'],
  '✉️': ['#4a7fb0', 'M3 5.5h18v13H3zM3 6l9 7 9-7', 'envelope'],
  '📧': ['#4a7fb0', 'M3 5.5h18v13H3zM3 6l9 7 9-7', 'email', 'e-mail'],
  '📩': ['#4a7fb0', 'M3 9.5h18v10H3zM3 10l9 6 9-6M12 2v6M9 5.5 12 8.5l3-3', 'envelope_with_arrow'],
  '📨': ['#4a7fb0', 'M7 6.5h14v11H7zM7 7l7 5.5L21 7M2 9.5h3M1 12.5h4M2 15.5h3', 'incoming_envelope'],
  '📤': ['#4a7fb0', 'M3 13v6h18v-6M3 13h5l1.5 2.5h5L16 13h5M12 3v8M8.5 6.5 12 3l3.5 3.5', 'outbox_tray'],
  '📥': ['#4a7fb0', 'M3 13v6h18v-6M3 13h5l1.5 2.5h5L16 13h5M12 3v8M8.5 7.5 12 11l3.5-3.5', 'inbox_tray'],
  '📎': ['#6b7280', 'M8 12l6-6a3.2 3.2 0 0 1 4.5 4.5l-8 8a5 5 0 0 1-7-7l7-7', 'paperclip'],
  '✏️': ['#b7791f', 'M4 20l1.2-4.5L16 4.7l3.3 3.3L8.5 18.8zM13.5 7.2l3.3 3.3', 'pencil2'],
  '💾': ['#4a7fb0', 'M4 4h13l3 3v13H4zM8 4v5h7V4M7.500 20v-7h9v7', 'floppy_disk'],
  '📝': ['#b7791f', 'M5 3h14v18H5zM8 8h8M8 12h8M8 16h5', 'memo', 'pencil'],
  '🔒': ['#b7791f', 'M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11', 'lock'],
  '🔍': ['#6b7280', 'M10 4a6 6 0 1 0 0 12 6 6 0 0 0 0-12zM14.5 14.5 20 20', 'mag'],
  '🔄': ['#1d7fbf', 'M20 12a8 8 0 1 1-2.4-5.7M20 3v4.5h-4.5', 'arrows_counterclockwise'],
  '👀': ['#6b7280', 'M2 12s3.5-6 10-6 10 6 10 6-3.5 6-10 6S2 12 2 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z', 'eyes'],
  '👤': ['#6b7280', 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-5 3.5-7 8-7s8 2 8 7', 'bust_in_silhouette'],
  '👥': ['#6b7280', 'M9 4.5a3.500 3.500 0 1 0 0 7 3.500 3.500 0 0 0 0-7zM2 20c0-4.500 3-6.500 7-6.500s7 2 7 6.500M15.500 4.800a3.500 3.500 0 0 1 0 6.400M18 14c2.500.8 4 2.800 4 6', 'busts_in_silhouette'],
  '🤖': ['#6b7280', 'M4 8.5h16V20H4zM12 8.5V4M9 13v1.5M15 13v1.5M9.5 17.3h5', 'robot_face'],
  '↩️': ['#1d7fbf', 'M9 5 4 10l5 5M4 10h10a5.500 5.500 0 0 1 0 11h-3', 'leftwards_arrow_with_hook'],
  '📊': ['#1d7fbf', 'M4 20h16M6.500 20v-7M12 20V5M17.500 20v-10', 'bar_chart'],
  '💬': ['#4a7fb0', 'M4 4.5h16v11H10l-5 4.500v-4.500H4z', 'speech_balloon'],
  '💡': ['#e0a100', 'M9 18h6M10 21h4M12 3a6 6 0 0 0-3.5 11v1.500h7V14A6 6 0 0 0 12 3z', 'bulb'],
  '📚': ['#4a7fb0', 'M4 4h4v16H4zM8 4h4v16H8zM13 5l4-1 4 15.500-4 1z', 'books'],
  '🔔': ['#e0a100', 'M12 3a6 6 0 0 0-6 6c0 5-2 6-2 8h16c0-2-2-3-2-8a6 6 0 0 0-6-6zM10 20h4', 'bell'],
  '💤': ['#4a7fb0', 'M4 9h8l-8 11h8M15 3h5l-5 6h5', 'zzz'],
  '✨': ['#e0a100', 'M11 3l2 6.5 6.5 2-6.5 2-2 6.5-2-6.5-6.5-2 6.5-2zM19 3v4M17 5h4', 'sparkles'],
};

const BY_NAME = new Map(Object.entries(SIGNS).flatMap(([sign, [, , ...names]]) => names.map((name) => [name, sign])));
/** Signs with a variation selector are also written without it. */
const BARE = new Map(Object.keys(SIGNS).map((sign) => [sign.replace('\uFE0F', ''), sign]));
const ANY = new RegExp(`(?:${[...BARE.keys()].join('|')})\uFE0F?|:[a-z0-9_+-]+:`, 'gu');

/** Text with its emoji drawn; the sign stays in the text for those who copy or listen. */
export function emoji(text) {
  const out = document.createDocumentFragment();
  let end = 0;
  for (const { 0: found, index } of text.matchAll(ANY)) {
    const sign = found.startsWith(':') ? BY_NAME.get(found.slice(1, -1)) : BARE.get(found.replace('\uFE0F', ''));
    if (!sign) continue;
    out.append(text.slice(end, index), draw(sign));
    end = index + found.length;
  }
  out.append(text.slice(end));
  return out;
}

function draw(sign) {
  const [colour, path] = SIGNS[sign];
  const [shape, mark] = path.split('|');
  const filled = colour.startsWith('!');
  const plain = colour.replace('!', '');
  const parts = [{ d: shape, stroke: plain, fill: filled ? plain : 'none' }];
  if (mark) parts.push({ d: mark, stroke: '#fff', fill: 'none' });
  return h('span', { class: 'emoji' }, drawing(parts), h('span', { class: 'unseen' }, sign));
}

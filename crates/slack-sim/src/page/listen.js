// What the server says, for all tabs of this browser: one of them listens and tells the others, as a
// browser opens only six connections to one server.

const KINDS = ['channel', 'messages', 'views'];
const STEP = 100;

/** Calls `hear[kind](data)` for everything that changes; `more()` asks for earlier cards, too. */
export function listener(hear) {
  const others = new BroadcastChannel('workspace');
  let events = null;
  let lost = false;
  let cards = STEP;
  // What a tab needs that comes later: all that was said, newest last, each kind once but for messages.
  let said = {};

  const tell = (kind, data) => {
    others.postMessage({ kind, data });
    hear[kind](data);
  };
  const keep = (kind, data) => {
    if (kind !== 'messages' || !said.messages) {
      said[kind] = data;
      return;
    }
    const known = new Map(said.messages.changed.map((one) => [one.ts, one]));
    for (const one of data.changed) known.set(one.ts, one);
    const changed = data.order.map((ts) => known.get(ts)).filter(Boolean);
    said.messages = { ...data, changed };
  };
  const open = () => {
    events?.close();
    said = {};
    events = new EventSource(`/workspace/events?cards=${cards}`);
    for (const kind of KINDS) {
      events.addEventListener(kind, (event) => {
        const data = JSON.parse(event.data);
        keep(kind, data);
        tell(kind, data);
      });
    }
    events.addEventListener('open', () => {
      if (lost) tell('lost', false);
      lost = false;
    });
    events.addEventListener('error', () => {
      if (!lost) tell('lost', true);
      lost = true;
    });
  };

  others.addEventListener('message', ({ data: { kind, data } }) => {
    if (kind === 'hello') {
      if (events) for (const one of KINDS) if (said[one]) others.postMessage({ kind: one, data: said[one] });
    } else if (kind === 'more') {
      if (events) more();
    } else if (!events) {
      hear[kind](data);
    }
  });
  const more = () => {
    if (!events) {
      others.postMessage({ kind: 'more' });
      return;
    }
    cards += STEP;
    open();
  };
  // The lock passes to another tab when this one is closed.
  navigator.locks.request('workspace-events', () => {
    open();
    return new Promise(() => {});
  });
  others.postMessage({ kind: 'hello' });
  return { more };
}

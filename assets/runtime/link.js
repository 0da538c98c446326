// @ts-check
// Windows of one talk speak to each other: over a channel where the browser has one for local files, and directly between
// a window and the one that opened it. Manual page: tests/spec/stage.md

/**
 * Joins the windows of this deck.
 * `hear(kind, value)` is called for each message of another window once. `changed()`: a window came or went.
 * @param {{role: string, hear: (kind: string, value: any) => void, changed: () => void}} to
 */
export function join({ role, hear, changed }) {
  const deck = location.pathname;
  const me = Math.random().toString(36).slice(2);
  let count = 0;
  /** What was heard last of each window, so that two ways bring a message once. @type {Map<string, number>} */
  const heard = new Map();
  /** The role of each other window, and when it was last heard: a window that crashed says no goodbye. @type {Map<string, {role: string, time: number}>} */
  const others = new Map();
  /** Windows to write to directly. @type {Set<Window>} */
  const direct = new Set(opener ? [opener] : []);
  // On file:// every document has an origin of its own, which only '*' reaches.
  const origin = location.protocol === 'file:' ? '*' : location.origin;
  /** @type {BroadcastChannel | null} */
  let channel = null;
  try {
    channel = new BroadcastChannel('deckle ' + deck);
    channel.onmessage = (event) => receive(event.data);
  } catch {} // direct messages remain

  /** @type {(kind: string, value?: any) => void} */
  function tell(kind, value) {
    const message = { deck, me, count: (count += 1), role, kind, value };
    channel?.postMessage(message);
    for (const other of direct) {
      if (other.closed) direct.delete(other);
      else other.postMessage(message, origin);
    }
  }

  /** @param {any} data */
  function receive(data) {
    if (data?.deck !== deck || data.me === me || !(data.count > (heard.get(data.me) ?? 0))) return;
    heard.set(data.me, data.count);
    const known = others.has(data.me);
    if (data.kind === 'bye') others.delete(data.me);
    else others.set(data.me, { role: data.role, time: Date.now() });
    if (known !== others.has(data.me)) changed();
    // A newcomer hears who is there; by this it is known to everybody else.
    if (data.kind === 'hello') tell('here');
    hear(data.kind, data.value);
  }

  addEventListener('message', (event) => {
    const from = /** @type {Window | null} */ (event.source);
    if (event.data?.deck !== deck || !from || (origin !== '*' && event.origin !== origin)) return;
    if (from !== window && from.parent === from) direct.add(from);
    receive(event.data);
  });
  // Browsers slow the clocks of hidden windows down to one tick a minute.
  setInterval(() => (role === 'presenter' || others.size > 0) && tell('here'), 2000);
  addEventListener('pagehide', () => tell('bye'));
  addEventListener('pageshow', (event) => event.persisted && tell('hello'));

  return {
    tell,
    me,
    /** Also writes to a window that was opened here. @type {(other: Window) => void} */
    add: (other) => void direct.add(other),
    /** Whether a window of this role is there. @type {(role: string) => boolean} */
    has: (role) => [...others.values()].some((other) => other.role === role && Date.now() - other.time < 70000),
  };
}

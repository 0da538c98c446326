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
  const me = Math.random();
  let count = 0;
  /** A window that is being closed may run for a moment after its goodbye; nothing it says then must bring it back. */
  let gone = false;
  /**
   * Each other window: its role ('' when it went), its last message, so that two ways bring one once, and when that was: a window
   * that crashed says no goodbye. @type {Map<string, {role: string, count: number, time: number}>}
   */
  const others = new Map();
  /** Windows to write to directly, where every document is an origin of its own. @type {Set<any>} */
  const direct = new Set([opener]);
  const local = location.protocol === 'file:';
  /** @type {BroadcastChannel | null} */
  let channel = null;
  try {
    channel = new BroadcastChannel('deckle ' + deck);
    channel.onmessage = (event) => receive(event.data);
  } catch {} // direct messages remain

  /** @type {(kind: string, value?: any) => void} */
  function tell(kind, value) {
    if (gone && kind !== 'hello') return;
    gone = kind === 'bye';
    const message = { deck, me, count: (count += 1), role, kind, value };
    channel?.postMessage(message);
    if (local) for (const other of direct) other?.postMessage(message, '*');
  }

  /** @param {any} data */
  function receive(data) {
    const known = others.get(data.me);
    if (data.me === me || data.count <= (known?.count ?? 0)) return;
    const now = data.kind === 'bye' ? '' : data.role;
    others.set(data.me, { role: now, count: data.count, time: Date.now() });
    if (known?.role !== now) changed();
    // A newcomer hears who is there; by this it is known to everybody else.
    if (data.kind === 'hello') tell('here');
    hear(data.kind, data.value);
  }

  addEventListener('message', ({ data, source }) => {
    if (!local || data?.deck !== deck) return;
    direct.add(source);
    receive(data);
  });
  // Browsers slow the clocks of hidden windows down to one tick a minute.
  setInterval(() => (role === 'presenter' || others.size) && tell('here'), 2000);
  addEventListener('pagehide', () => tell('bye'));
  addEventListener('pageshow', () => tell('hello'));

  return {
    tell,
    me,
    /** Also writes to a window that was opened here. @type {(other: Window) => void} */
    add: (other) => void direct.add(other),
    /** Whether a window of this role is there. @type {(role: string) => boolean} */
    has: (role) => [...others.values()].some((other) => other.role === role && Date.now() - other.time < 70000),
  };
}

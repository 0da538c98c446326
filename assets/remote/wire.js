// @ts-check
// The phone's wire to the server: pairs by a code, comes back by the token, notices within two seconds that nobody answers.
// The token goes into the first message, never into an address. Manual page: tests/spec/remote.md

/** Without a word for so long, in ms, the wire counts as cut: the server speaks every 700 ms. */
const SILENCE = 1850;
/** A wire that was silent for so long is given up for a new one. */
const HOPELESS = 3500;
const TOKEN = 'deckle remote';

/**
 * `tell(kind, message)` hears what the server says, and `lost`, `unreachable` of our own. Kinds: see tests/spec/remote.md, "Messages".
 * @param {(kind: string, message?: any) => void} tell
 */
export function wire(tell) {
  /** @type {WebSocket | null} */
  let socket = null;
  let token = '';
  try {
    token = localStorage[TOKEN] ?? '';
  } catch {} // no storage here: as long as the page lives
  let heard = 0;
  /** The time on the newest message. */
  let at = 0;
  let isLost = false;
  let patience = 0;
  let again = 0;

  function keep(/** @type {string} */ value) {
    token = value;
    try {
      if (value) localStorage[TOKEN] = value;
      else delete localStorage[TOKEN];
    } catch {} // then a reload has to be paired again
  }

  function lose() {
    if (isLost) return;
    isLost = true;
    tell('lost');
  }

  /** @type {(hello: object) => void} */
  function connect(hello) {
    clearTimeout(again);
    const own = (socket = new WebSocket('ws://' + location.host + '/remote-live'));
    heard = performance.now();
    own.onopen = () => own.send(JSON.stringify(hello));
    own.onmessage = ({ data }) => {
      if (own !== socket) return;
      const message = JSON.parse(data);
      heard = performance.now();
      at = message.at ?? at;
      patience = 0;
      if (message.kind === 'paired') keep(message.token);
      if (message.kind === 'unknown') keep('');
      isLost = false;
      tell(message.kind, message);
    };
    own.onclose = () => {
      if (own !== socket) return;
      socket = null;
      if (!token) return tell('closed');
      lose();
      patience = Math.min(2000, patience * 2 || 250);
      again = setTimeout(resume, patience);
    };
  }

  function resume() {
    if (token && !socket) connect({ kind: 'token', token });
  }

  function look() {
    if (!token || !socket) return;
    const silence = performance.now() - heard;
    if (silence > SILENCE) lose();
    if (silence > HOPELESS) {
      // What was asked for meanwhile must not be done later: it goes with the wire.
      const old = socket;
      socket = null;
      old.close();
      resume();
    }
  }
  setInterval(look, 150);
  // A phone that slept looks at once, not when its clocks get to it.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    look();
    patience = 0;
    resume();
  });
  addEventListener('online', resume);

  return {
    isPaired: () => token !== '',
    resume,
    pair: (/** @type {string} */ code) => connect({ kind: 'pair', code }),
    /** Says something if somebody listens now; nothing waits. @type {(message: any) => boolean} */
    say(message) {
      if (isLost || socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > 4096) return false;
      socket.send(JSON.stringify({ ...message, at }));
      return true;
    },
  };
}

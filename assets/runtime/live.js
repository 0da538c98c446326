// @ts-check
// Keeps a page up to date while its talk is written. Only pages of `deckle watch` have it; it has words and a look of
// its own, so that exported decks carry nothing of it. `rehearse.js` stands behind it in the same function. Manual page: tests/spec/watch.md

/** @typedef {{level: string, code: string, message: string, file: string | null, line: number | null, column: number | null, hint: string | null}} Finding */

const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="deckle-live"]'));
const [firstSession, firstRev, ...liveWords] = meta.content.split(' ');
const root = document.documentElement;
const parser = new DOMParser();
/** The hosts whose frames may be shown on this page. */
const framed = (/** @type {HTMLMetaElement} */ (document.querySelector('meta[http-equiv]')).content.match(/frame-src ([^;]*)/)?.[1] ?? '').split(' ').filter(Boolean);
/** What this page shows. */
let shownSession = firstSession;
let shownRev = Number(firstRev);
/** The newest revision heard of. */
let newestRev = shownRev;
let fetching = false;
let patience = 0;
/** @type {WebSocket | null} */
let socket = null;
/** Slides that stick out and nobody was told of yet: key and px. @type {Map<number, number>} */
const sticking = new Map();
let reporting = 0;

/** @type {() => any} the stage; nothing while the deck has no slide */
const deckle = () => /** @type {any} */ (globalThis).deckle;
/** @type {(slide: Element) => number} */
const keyOf = (slide) => Number(/** @type {HTMLElement} */ (slide).dataset.key);

function connect() {
  const address = new URL('live', location.href);
  address.protocol = 'ws:';
  address.search = location.search;
  address.searchParams.set('seen', shownSession + '.' + shownRev);
  socket = new WebSocket(address);
  socket.onmessage = ({ data }) => hear(JSON.parse(data));
  socket.onopen = () => {
    patience = 0;
    strip.classList.remove('alone');
    report();
    tellSession(false, true);
    // A server that was started anew may know nothing of this run, or only its beginning.
    heldRun = '';
    record();
  };
  socket.onclose = () => {
    patience = Math.min(5000, patience * 2 || 100);
    if (patience > 1000) strip.classList.add('alone');
    setTimeout(connect, patience);
  };
}

/** @type {(message: any) => void} */
function hear(message) {
  if (orders[message.kind]) return orders[message.kind](message);
  if (message.kind === 'earlier') return tellEarlier(message.slides);
  if (message.kind === 'resend') return resend(message);
  if (message.kind === 'trouble') return tellTrouble(message.words);
  newestRev = Math.max(newestRev, message.rev);
  if (message.kind === 'refetch') fetchWhole();
  else if (message.kind === 'hello') {
    tellFindings(message);
    pursue(message.place);
  }
  else if (fetching || message.rev <= shownRev) return;
  else if (message.rev > shownRev + 1) fetchWhole();
  else apply(message);
}

async function fetchWhole() {
  if (fetching) return;
  fetching = true;
  try {
    const answer = await fetch('whole.json' + location.search);
    const message = await answer.json();
    // Another run of the server counts anew and has other keys.
    if (message.session !== shownSession) newestRev = message.rev;
    apply(message);
  } catch {} // the server is gone; the socket will say when it is back
  fetching = false;
  if (newestRev > shownRev && socket?.readyState === WebSocket.OPEN) setTimeout(fetchWhole, 100);
}

/** @type {(html: string) => HTMLElement} */
function sectionOf(html) {
  const section = parser.parseFromString(html, 'text/html').body.firstElementChild;
  return /** @type {HTMLElement} */ (document.adoptNode(/** @type {Element} */ (section)));
}

/** @type {(message: any) => void} */
function apply(message) {
  const { stage } = deckle() ?? {};
  if (!stage) {
    // Nothing was shown before: the page begins anew with what there is now.
    if (message.order.length) location.reload();
    shownRev = message.rev;
    return tellFindings(message);
  }
  const { head, style } = message;
  if (style !== undefined) /** @type {Element} */ (document.querySelector('head style')).textContent = style;
  if (head) {
    // What frames may be shown is settled when a page is loaded.
    if (head.frames.join(' ') !== framed.join(' ')) return location.reload();
    for (const name of ['plan', 'duration', 'questions']) {
      if (name in head.plan) stage.deck.dataset[name] = head.plan[name];
      else delete stage.deck.dataset[name];
    }
    document.title = head.title;
    // The words of the interface are those of the language it was loaded in.
    if (root.lang.slice(0, 2) !== head.lang.slice(0, 2)) return location.reload();
    root.lang = head.lang;
    root.dataset.theme = head.theme;
    root.dataset.aspect = head.aspect;
    root.dataset.color = stage.session.color || head.color;
  }
  /** @type {Map<number, HTMLElement>} */
  const known = new Map(stage.slides.map((/** @type {HTMLElement} */ slide) => [keyOf(slide), slide]));
  /** @type {Map<number, HTMLElement>} */
  const fresh = new Map(Object.entries(message.slides).map(([key, html]) => [Number(key), sectionOf(/** @type {string} */ (html))]));
  if (message.session && message.session !== shownSession) {
    for (const [key, section] of fresh) {
      const same = stage.slides.find((/** @type {HTMLElement} */ slide) => slide.id === section.id);
      if (same) same.dataset.key = String(key);
    }
  }
  const order = message.order.map((/** @type {number} */ key) => fresh.get(key) ?? known.get(key));
  if (order.includes(undefined)) return void fetchWhole();
  shownSession = message.session ?? shownSession;
  shownRev = message.rev;
  if (order.length) {
    // Other sizes of letters or of the canvas: every slide has to be fitted again.
    if (style !== undefined || head) {
      for (const slide of stage.slides) delete slide.dataset.overflow;
      stage.fitting.again(true);
    }
    if (fresh.size || order.length !== stage.slides.length || style !== undefined || head || order.some((/** @type {Element} */ slide, /** @type {number} */ index) => slide !== stage.slides[index])) {
      const give = carry(stage.slides);
      stage.swap(order);
      give(order);
    }
  }
  tellFindings(message);
  pursue(message.place);
  const edited = order.findIndex((/** @type {Element} */ slide) => keyOf(slide) === message.edited);
  if (edited >= 0 && liveWords.includes('follow') && !liveWords.includes('audience') && !stage.accompanied() && edited !== stage.shown.slide) {
    stage.act('go', { slide: edited, step: stage.stops[edited].last });
  }
}

/** Says which slides stick out, a few at a time. */
function report() {
  clearTimeout(reporting);
  if (!sticking.size || socket?.readyState !== WebSocket.OPEN || liveWords.includes('audience')) return;
  reporting = setTimeout(() => {
    const slides = [...sticking].slice(0, 500).map(([key, px]) => ({ key, px }));
    socket?.send(JSON.stringify({ kind: 'overflow', slides }));
    for (const { key } of slides) sticking.delete(key);
    report();
  }, 100);
}

/** How far the clock of this machine is ahead of the time that this page has measured, in ms. */
let ahead = Date.now() - performance.now();
setInterval(() => {
  const leap = Date.now() - performance.now() - ahead;
  const { stage } = deckle() ?? {};
  // Set anew, the machine's clock would take the talk's along. A presenter window minds that itself; a covered screen stays covered.
  if (Math.abs(leap) < 2000 || stage?.session.cover) return;
  ahead += leap;
  if (stage?.role === 'stage' && !stage.accompanied()) stage.act('shift', leap);
}, 500);

// The strip: what is wrong, at the lower edge. It takes no focus, and goes when all is well.
const strip = document.createElement('aside');
strip.className = 'findings';
strip.hidden = true;
strip.setAttribute('role', 'status');
const look = document.createElement('style');
look.textContent = `
.findings { position: fixed; z-index: 20; inset: auto 0 0; max-height: 40vh; overflow: auto; padding: .7em 1.2em; pointer-events: none;
  font: 15px/1.45 ui-monospace, monospace; color: #fff; background: rgb(24 24 28 / .94); border-top: 3px solid #e5484d; }
.findings.mild { border-color: #e2a336; }
.findings[hidden] { display: none; }
.findings p { margin: .25em 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.findings b { font-weight: 600; color: #ff9ea1; }
.findings .warning b { color: #ffd27d; }
.findings small { font-size: inherit; opacity: .75; }
.findings.alone::after { content: '⋯'; opacity: .75; }
html.present.corners .slide[data-overflow]::after { content: '+' attr(data-overflow) ' px'; position: absolute; z-index: 6; top: 0; right: 0; padding: .3em .6em .35em .8em;
  font: 600 15px/1.2 ui-monospace, monospace; color: #fff; background: #c62a2f; border-bottom-left-radius: .6em; pointer-events: none; }
@media print { .findings { display: none; } }`;
document.head.append(look);
document.body.append(strip);

/** @type {Record<string, string[]>} */
const stripWords = {
  en: ['This is the last deck that could be built.', 'more'],
  de: ['Gezeigt wird das letzte Deck, das sich bauen liess.', 'weitere'],
  fr: ['Voici le dernier jeu qui a pu être construit.', 'autres'],
  it: ['È l’ultima versione che si è potuta costruire.', 'altri'],
};

/** @type {(kind: string, words: string, parent?: Element) => HTMLElement} */
function line(kind, words, parent = strip) {
  const element = document.createElement(kind);
  element.textContent = words;
  return parent.appendChild(element);
}

/** @type {(message: {findings: Finding[], failed: boolean}) => void} */
function tellFindings({ findings, failed }) {
  const [last, more] = stripWords[root.lang.slice(0, 2)] ?? stripWords.en;
  const wrong = findings.filter(({ level }) => level !== 'note').sort((one, other) => one.level.localeCompare(other.level));
  strip.replaceChildren();
  if (failed) line('p', last);
  for (const { level, code, message, file, line: row, column, hint } of wrong.slice(0, 4)) {
    const paragraph = line('p', '');
    paragraph.className = level;
    line('b', file ? `${file}:${row}:${column}` : level, paragraph);
    paragraph.append(` ${message} `);
    line('small', `[${code}]${hint ? '\n  ' + hint : ''}`, paragraph);
  }
  if (wrong.length > 4) line('small', `+ ${wrong.length - 4} ${more}`);
  strip.classList.toggle('mild', !failed && !wrong.some(({ level }) => level === 'error'));
  strip.hidden = !failed && !wrong.length;
  shield();
}

/** Nobody but the speaker needs to see it, nor the corner of a slide that is too full: a screen that a presenter window accompanies stays clean. */
function shield() {
  const stage = deckle()?.stage;
  const shielded = liveWords.includes('audience') || (stage?.role === 'stage' && stage.accompanied());
  if (shielded) strip.hidden = true;
  root.classList.toggle('corners', !shielded && stage?.role === 'stage' && !new URLSearchParams(location.search).has('print'));
}

addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') strip.hidden = true;
});
if (deckle()?.stage.role === 'stage') {
  deckle().stage.on('fit', (/** @type {HTMLElement} */ slide) => {
    if (slide.dataset.overflow) sticking.set(keyOf(slide), Number(slide.dataset.overflow));
    else sticking.delete(keyOf(slide));
    report();
  });
}
deckle()?.stage.on('windows', shield);
shield();
connect();

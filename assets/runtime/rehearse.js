// @ts-check
// A rehearsal: what the session has written down goes to the server, which keeps it. Every page of the talk says it, and what is said
// twice is written once. Stands behind live.js in the same function, and uses what it has. Manual page: tests/spec/rehearse.md

const recording = liveWords.includes('rehearse') && !liveWords.includes('audience');
/** The run that the server was told of, by its id, and its entries as they were sent. */
let heldRun = '';
/** @type {string[]} */
let held = [];
/** So many letters of entries go into a message; the server takes 64 KB. */
const mostSent = 30_000;

/** What happened since the clock was started: kind, slide, step, ms of the talk, ms of questions, time. @type {() => any[][]} */
const log = () => deckle()?.stage.session.log ?? [];
/** A run is called after the moment in which its clock was started. @type {(entries: any[][]) => string} */
const runOf = (entries) => Math.round(entries[0]?.[5] ?? 0).toString(36);

/** Sends what the server does not have yet. */
function record() {
  const entries = log();
  if (!recording || !entries.length || socket?.readyState !== WebSocket.OPEN) return;
  const run = runOf(entries);
  if (run !== heldRun) held = [];
  heldRun = run;
  const own = entries.map((entry) => JSON.stringify(entry));
  // Of two windows that did something at once one gives in, and has another past from there on.
  let from = own.findIndex((entry, index) => entry !== held[index]);
  held = own;
  while (from >= 0 && from < own.length) {
    let to = from;
    for (let letters = 0; to < own.length && (to === from || letters + own[to].length < mostSent); to += 1) letters += own[to].length;
    socket.send(JSON.stringify({ kind: 'run', run, from, events: entries.slice(from, to) }));
    from = to;
  }
}

/** @type {(message: {run: string, from: number}) => void} */
function resend({ run, from }) {
  if (run !== heldRun) return;
  held = held.slice(0, from);
  record();
}

/** Once a second, while a clock runs: where it stands. What comes after the last entry is known by nothing else. */
function beat() {
  const entries = log();
  if (!entries.length || socket?.readyState !== WebSocket.OPEN) return;
  record();
  const { since, kept, asking, asked } = deckle().stage.session.clock;
  const now = Date.now();
  if (since || asking) {
    const [at, questions] = [since ? kept + now - since : kept, asking ? asked + now - asking : asked];
    socket.send(JSON.stringify({ kind: 'tick', run: runOf(entries), at: Math.max(0, at), asked: Math.max(0, questions) }));
  }
}

if (recording && deckle()) {
  deckle().stage.on('draw', record);
  setInterval(beat, 1000);
}

// What the slide that is shown took in earlier runs, for the speaker.

/** Seconds of the last runs by id of the slide, the newest first. @type {Record<string, number[]>} */
let earlier = {};
/** @type {Record<string, string>} */
const earlierWords = { en: 'last: {}', de: 'zuletzt: {}', fr: 'dernières fois : {}', it: 'ultime volte: {}' };
const earlierLine = document.createElement('span');
earlierLine.className = 'earlier';

/** @type {(seconds: number) => string} */
const minutes = (seconds) => Math.floor(seconds / 60) + ':' + String(Math.floor(seconds) % 60).padStart(2, '0');

function drawEarlier() {
  const stage = deckle()?.stage;
  const times = earlier[stage?.slides[stage.session.at.slide]?.id] ?? [];
  const words = earlierWords[root.lang.slice(0, 2)] ?? earlierWords.en;
  earlierLine.textContent = times.length ? words.replace('{}', times.map(minutes).join(', ')) : '';
}

/** @type {(slides: Record<string, number[]>) => void} */
function tellEarlier(slides) {
  earlier = slides;
  drawEarlier();
}

if (deckle()?.stage.role === 'presenter') {
  document.querySelector('.said > header > .spent')?.after(earlierLine);
  deckle().stage.on('draw', drawEarlier);
}
// The speaker feels the time: nothing in the presenter window tells it. That a clock runs is still seen.
if (liveWords.includes('blind')) root.classList.add('blind');

/** What keeps the run from being written down; nothing when it is again. @type {(words: string) => void} */
function tellTrouble(words) {
  strip.querySelector('.trouble')?.remove();
  if (words) line('p', words).className = 'error trouble';
  strip.hidden = !strip.children.length;
  shield();
}

const rehearsalLook = document.createElement('style');
rehearsalLook.textContent = `
.said > header > .earlier { flex: none; font-size: 1em; color: #9aa9b5; white-space: nowrap; padding-right: 1em; }
.blind .desk > .bar :is(.time b, .time small, .asked b, .left, .pace, .wall b), .blind .desk :is(.spent > *, .earlier), .blind .sections i { visibility: hidden !important; }
.blind .desk > .bar .time { position: relative; }
.blind .desk > .bar .time::before { content: '○'; position: absolute; inset: auto auto 0 0; font-size: 2em; color: #9aa9b5; }
.blind .desk > .bar .time[data-running]::before { content: '●'; color: #ff9d94; }`;
document.head.append(rehearsalLook);

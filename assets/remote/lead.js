// @ts-check
// A page of the speaker tells the server where the talk is, and does what a paired phone asks for. Part of the live script, after
// live.js; without `--lan` it says and does nothing. Manual page: tests/spec/remote.md

const leads = liveWords.includes('lan');
/** Slides that the audience has seen, by id, with their furthest step; a reload does not forget them. @type {Map<string, number>} */
let audienceSaw = new Map();
const sawStore = 'deckle saw' + location.pathname;
let clockWasFresh = true;
let laserEnds = 0;

/**
 * Says where the talk is. `acted`: because something changed here, not because the server asks. `all`: with everything that was shown.
 * @type {(acted: boolean, all?: boolean) => void}
 */
function tellSession(acted, all = false) {
  const stage = deckle()?.stage;
  if (!leads || !stage || stage.role === 'embed') return;
  const { stops, slides } = stage;
  const { at, frozen, cover, clock, log } = stage.session;
  // The clock set to zero: the talk begins anew, also for those who follow it.
  const fresh = !Object.values(clock).some(Boolean);
  const anew = fresh && !clockWasFresh;
  clockWasFresh = fresh;
  if (anew) audienceSaw.clear();
  const known = audienceSaw.size;
  const seen = frozen ?? at;
  if (!cover) audienceSaw.set(stops[seen.slide].id, Math.max(seen.step, audienceSaw.get(stops[seen.slide].id) ?? 0));
  if (acted || known !== audienceSaw.size) keepSaw();
  if (socket?.readyState !== WebSocket.OPEN) return;
  const now = Date.now();
  const { dataset } = stage.deck;
  const plan = (dataset.plan ?? '').split(' ').filter(Boolean).map(Number);
  const sum = (/** @type {number[]} */ parts) => parts.reduce((all, part) => all + part, 0);
  /** Seconds of the plan that have passed when a step of a slide begins. @type {(slide: number, step: number) => number} */
  const expectedAt = (slide, step) => sum(plan.slice(0, slide)) + (plan[slide] ?? 0) * Math.min(1, step / (stops[slide].last + 1));
  // What the plan has before the place where the clock began was not on it.
  const began = log?.length ? stops.findIndex((/** @type {any} */ stop) => stop.id === log[0][1]) : -1;
  const before = began < 0 ? 0 : expectedAt(began, log[0][2]);
  const follower = slides[at.slide + 1];
  const glass = /** @type {HTMLElement | null} */ (document.querySelector('.deck > .glass'));
  socket.send(JSON.stringify({
    kind: 'session', window: stage.role, acted, anew,
    key: keyOf(slides[at.slide]), step: at.step, last: stops[at.slide].last,
    number: stops[at.slide].number, count: stops.filter((/** @type {any} */ stop) => !/^A/.test(stop.number)).length,
    title: titleOn(slides[at.slide]), next: follower ? [stops[at.slide + 1].number, titleOn(follower)] : null,
    aspect: (glass?.offsetWidth ?? 0) / (glass?.offsetHeight || 1) || 16 / 9,
    lang: root.lang, cover, held: frozen ? [keyOf(slides[frozen.slide]), frozen.step, stops[frozen.slide].number] : null,
    clock: {
      elapsed: (clock.kept + (clock.since ? now - clock.since : 0)) / 1000, running: !!clock.since,
      asked: (clock.asked + (clock.asking ? now - clock.asking : 0)) / 1000, asking: !!clock.asking,
    },
    plan: sum(plan) ? [expectedAt(at.slide, at.step) - before, expectedAt(at.slide, at.step + 1) - before, sum(plan)] : null,
    slot: Math.max(0, Number(dataset.duration ?? 0) - Number(dataset.questions ?? 0)),
    seen: all ? slides.filter((/** @type {Element} */ slide) => audienceSaw.has(slide.id)).map((/** @type {Element} */ slide) => [keyOf(slide), audienceSaw.get(slide.id)]) : [],
  }));
}

/** The title of a slide, as its label says it. @type {(slide: Element) => string} */
function titleOn(slide) {
  return (slide.getAttribute('aria-label') ?? '').replace(/^[^:]*(: )?/, '');
}

function keepSaw() {
  try {
    sessionStorage[sawStore] = JSON.stringify([...audienceSaw]);
  } catch {} // then a reload forgets it
}

/** What the server says besides what changed. @type {Record<string, (message: any) => void>} */
const orders = {
  ask: () => tellSession(false),
  do({ action }) {
    const { stage } = deckle();
    // As a clicker does it: whatever lies over the slide goes.
    const key = { next: 'PageDown', previous: 'PageUp' }[/** @type {string} */ (action)];
    if (key && stage.presenting()) document.body.dispatchEvent(new KeyboardEvent('keydown', { key, code: key, bubbles: true, cancelable: true }));
    else stage.act(action);
  },
  /** A finger on a phone; its place counts from the upper left corner of what is seen, in parts of it. */
  laser({ place }) {
    const { stage } = deckle();
    const { offsetWidth: width, offsetHeight: height } = /** @type {HTMLElement} */ (document.querySelector('.deck > .glass'));
    const { x, y, scale } = stage.session.zoom ?? { x: width / 2, y: height / 2, scale: 1 };
    const value = place && { x: x + ((place[0] - 0.5) * width) / scale, y: y + ((place[1] - 0.5) * height) / scale, r: 0 };
    stage.tell('laser', value);
    stage.emit('message:laser', value);
    clearTimeout(laserEnds);
    // A phone that is gone does not leave its dot here.
    if (place) laserEnds = setTimeout(() => orders.laser({ place: null }), 1500);
  },
};

if (leads && deckle()) {
  try {
    audienceSaw = new Map(JSON.parse(sessionStorage[sawStore] ?? '[]'));
  } catch {} // no storage here, or not ours
  deckle().stage.on('draw', () => tellSession(true));
  deckle().stage.on('windows', () => tellSession(false));
}

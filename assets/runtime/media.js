// @ts-check
// Clips and frames: a clip plays only on the slide that is shown, a frame is made only by a click. Manual page: tests/spec/media.md

/** @typedef {import('./start.js').Stage} Stage */

/** @type {Map<string, string>} what the audience's clips do, as the presenter's window was told */
const clipStates = new Map();

/** @type {(box: Element) => HTMLMediaElement | null} */
const clipIn = (box) => box.querySelector('video, audio');

/** @type {(name: string, inside?: ParentNode) => NodeListOf<HTMLElement>} */
const mediaNamed = (name, inside = document) => inside.querySelectorAll(`[data-media="${CSS.escape(name)}"]`);

/** @type {(seconds: number) => string} */
const clipClock = (seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/**
 * Makes the clips and frames of a copied slide still: their posters stay, nothing in them can play or be pressed.
 * @template {Element} T
 * @param {T} clone
 * @returns {T}
 */
export function still(clone) {
  clone.querySelectorAll('.clip > :is(video, audio), .embed > iframe, .embed button').forEach((part) => part.remove());
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (clone.querySelectorAll('[data-media]'))) {
    delete box.dataset.begun;
    const state = clipStates.get(box.dataset.media ?? '');
    if (state) box.dataset.state = state;
  }
  return clone;
}

/**
 * Lets the clips of the shown slide play, and frames load when their button is pressed.
 * @param {Stage} stage
 */
export function media(stage) {
  const calm = matchMedia('(prefers-reduced-motion: reduce)');
  /** @type {HTMLElement | null} */
  let shown = null;
  /** @type {Set<Element>} clips whose step is reached on the shown slide */
  const reached = new Set();
  const key = (/** @type {HTMLElement} */ box) => `${location.pathname} ${box.dataset.media}`;

  if (stage.role === 'presenter') {
    stage.on('message:clip', ([name, state]) => {
      clipStates.set(name, state);
      mediaNamed(name).forEach((box) => { box.dataset.state = state; });
    });
    // This window has the slides as well; in it nothing ever sounds.
    still(stage.deck);
    stage.on('swap', () => still(stage.deck));
    addEventListener('click', (event) => {
      const box = /** @type {HTMLElement | null} */ (/** @type {Element} */ (event.target).closest('[data-media]'));
      if (!box || /** @type {Element} */ (event.target).closest('a')) return;
      event.stopPropagation();
      event.preventDefault();
      stage.tell('press', box.dataset.media);
    }, true);
    return;
  }

  /** @type {(clip: HTMLMediaElement) => void} */
  const play = (clip) => { clip.play().catch(() => { clip.controls = true; }); };

  /** @type {(clip: HTMLMediaElement) => void} */
  function toggle(clip) {
    if (clip.paused) play(clip);
    else clip.pause();
  }

  /** Listens to a clip when it is shown for the first time.
   * @type {(box: HTMLElement, clip: HTMLMediaElement) => void} */
  function prepare(box, clip) {
    if (box.dataset.ready) return;
    box.dataset.ready = '1';
    let told = '';
    const tell = () => {
      if (!('begun' in box.dataset)) return;
      const state = `${clip.paused ? '||' : '>'} ${clipClock(clip.currentTime)}${clip.duration < 1e6 ? ` / ${clipClock(clip.duration)}` : ''}`;
      if (state !== told) stage.tell('clip', [box.dataset.media, told = state]);
    };
    const from = Number(sessionStorage.getItem(key(box)) ?? clip.dataset.start ?? 0);
    if (from) {
      if (clip.readyState) clip.currentTime = from;
      else clip.addEventListener('loadedmetadata', () => { clip.currentTime = from; }, { once: true });
    }
    clip.addEventListener('playing', () => { box.dataset.begun = ''; });
    for (const kind of ['playing', 'pause', 'timeupdate']) clip.addEventListener(kind, tell);
    for (const kind of ['pause', 'seeked']) clip.addEventListener(kind, () => sessionStorage.setItem(key(box), String(clip.ended ? 0 : clip.currentTime)));
    clip.addEventListener('click', (event) => {
      if (clip.controls) return;
      event.stopPropagation();
      toggle(clip);
    });
    // Without a poster the first frame is the picture; nothing of it is loaded before its slide is shown.
    if (box.querySelector('.drawn')) {
      clip.preload = 'metadata';
      clip.addEventListener('loadeddata', () => { box.dataset.begun = ''; }, { once: true });
    }
  }

  /** @type {(slide: Element) => void} */
  function leave(slide) {
    for (const box of slide.querySelectorAll('[data-media]')) {
      const clip = clipIn(box);
      clip?.pause();
      // In the reader view nothing plays of itself, and everything can be played.
      if (clip) clip.controls = !box.closest('.background');
      if ('player' in /** @type {HTMLElement} */ (box).dataset) box.querySelector('iframe')?.remove();
    }
    reached.clear();
  }

  stage.on('draw', ({ slide }) => {
    const now = stage.presenting() ? slide : null;
    if (shown !== now && shown) leave(shown);
    shown = now;
    if (!now) return;
    for (const box of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('.clip[data-media]'))) {
      const clip = clipIn(box);
      if (!clip) continue;
      if (box.closest('[data-off]')) {
        clip.pause();
        reached.delete(clip);
      } else if (!reached.has(clip)) {
        reached.add(clip);
        prepare(box, clip);
        clip.controls = !('bare' in clip.dataset);
        if ('restart' in clip.dataset && 'begun' in box.dataset) clip.currentTime = Number(clip.dataset.start ?? 0);
        if (!('autoplay' in clip.dataset)) continue;
        if (calm.matches) clip.controls = !box.closest('.background');
        else play(clip);
      }
    }
  });

  /** @type {(box: HTMLElement) => void} */
  function load(box) {
    const { frame: address, title } = box.dataset;
    if (!address || box.querySelector('iframe')) return;
    const frame = document.createElement('iframe');
    const own = new URL(address).origin === location.origin;
    // With both words a page of our own origin could take the sandbox away.
    frame.setAttribute('sandbox', `allow-scripts allow-forms allow-popups allow-presentation${own ? '' : ' allow-same-origin'}`);
    frame.allow = 'fullscreen; autoplay; encrypted-media; picture-in-picture';
    frame.referrerPolicy = 'strict-origin-when-cross-origin';
    frame.title = title ?? '';
    frame.src = address;
    box.append(frame);
  }

  stage.on('message:press', (name) => {
    for (const box of mediaNamed(name, shown ?? document)) {
      const clip = clipIn(box);
      if (clip) toggle(clip);
      else load(box);
    }
  });
  addEventListener('click', (event) => {
    const button = /** @type {Element} */ (event.target).closest?.('.embed button');
    if (button) load(/** @type {HTMLElement} */ (button.closest('.embed')));
  });
  addEventListener('pagehide', () => shown && leave(shown));
}

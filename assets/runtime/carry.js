// @ts-check
// What an edited slide takes over from its older self: how far code and tables are scrolled, where clips are and whether they play.
// Stands behind `live.js` in the same function; only pages of `deckle watch` have it. Manual page: tests/spec/watch.md

/**
 * Remembers the slides as they are; what comes back gives it to those that took their places.
 * @type {(slides: HTMLElement[]) => (slides: HTMLElement[]) => void}
 */
function carry(slides) {
  const scrollers = 'pre, .table, .math.display';
  /** Of each slide, by its key. @type {Map<string | undefined, {slide: HTMLElement, scrolled: [number, number][], clips: Map<string | undefined, {at: number, plays: boolean}>}>} */
  const known = new Map();
  for (const slide of slides) {
    const scrolled = [...slide.querySelectorAll(scrollers)].map((box) => /** @type {[number, number]} */ ([box.scrollLeft, box.scrollTop]));
    const clips = new Map();
    for (const clip of /** @type {NodeListOf<HTMLMediaElement>} */ (slide.querySelectorAll('[data-media] > :is(video, audio)'))) {
      if (clip.currentTime || !clip.paused) clips.set(clip.parentElement?.dataset.media, { at: clip.currentTime, plays: !clip.paused });
    }
    if (clips.size || scrolled.some(([left, top]) => left || top)) known.set(slide.dataset.key, { slide, scrolled, clips });
  }
  return (slides) => {
    for (const slide of slides) {
      const old = known.get(slide.dataset.key);
      if (!old || old.slide === slide) continue;
      slide.querySelectorAll(scrollers).forEach((box, index) => old.scrolled[index] && box.scrollTo(...old.scrolled[index]));
      for (const clip of /** @type {NodeListOf<HTMLMediaElement>} */ (slide.querySelectorAll('[data-media] > :is(video, audio)'))) {
        const was = old.clips.get(clip.parentElement?.dataset.media);
        if (!was) continue;
        const go = () => {
          clip.currentTime = was.at;
          if (was.plays) clip.play().catch(() => {}); // the browser wants a gesture first
        };
        if (clip.readyState) go();
        else clip.addEventListener('loadedmetadata', go, { once: true });
      }
    }
  };
}

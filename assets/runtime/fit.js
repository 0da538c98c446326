// @ts-check
// Makes a slide fit: tighter gaps, then the two smaller body sizes, formulas down to 0.8. What still does
// not fit is said in `data-overflow` (px) and stays visible. Manual page: tests/spec/fit.md

const sizes = ['fit-tight', 'fit-s', 'fit-xs'];

/**
 * How far the content sticks out of its place, in px of the unscaled canvas.
 * @type {(slide: HTMLElement) => number}
 */
export function overflow(slide) {
  let most = 0;
  for (const box of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('.content, .body, .column, .head, .title, .table, .code pre, .math.display'))) {
    most = Math.max(most, box.scrollWidth - box.clientWidth);
    // Only boxes whose height is given can be too low for what they hold.
    // Letters may reach out of a tightly set last line: that is no overflow.
    const reach = parseFloat(getComputedStyle(box).fontSize) / 8;
    const below = box.matches('.content, .body') ? box.scrollHeight - box.clientHeight : 0;
    if (below > reach) most = Math.max(most, below);
  }
  for (const drawing of slide.querySelectorAll('.body .picture > :is(img, svg)')) {
    // A picture gives way to the text, but not until nothing can be seen on it.
    const { width, height } = getComputedStyle(drawing);
    most = Math.max(most, Math.min(120, parseFloat(width) / ratioOf(drawing)) - parseFloat(height) || 0);
  }
  return most > 1 ? Math.ceil(most) : 0;
}

/** Width by height of a drawing as it was made; not a number where that is unknown. @type {(drawing: any) => number} */
export function ratioOf({ naturalWidth, naturalHeight, viewBox }) {
  const own = viewBox?.baseVal;
  return (naturalWidth ?? own?.width) / (naturalHeight ?? own?.height);
}

/**
 * Finds the first size at which the slide fits. The slide must have its place on the page.
 * @type {(slide: HTMLElement) => void}
 */
function fit(slide) {
  // A slide that is hidden has no boxes: it is laid out, but not painted, for as long as this takes.
  slide.dataset.measured = '';
  const formulas = /** @type {HTMLElement[]} */ ([...slide.querySelectorAll('.math.display')]);
  let left = 0;
  /** @type {(formula: HTMLElement, share: string) => void} */
  const scale = ({ style }, share) => style.setProperty('--math-scale', share);
  // Display formulas that are too wide shrink, at most to 0.8 of their size; if nothing else helps, all of them.
  for (const size of ['', ...sizes]) {
    slide.classList.remove(...sizes);
    if (size) slide.classList.add(size);
    for (const formula of formulas) {
      scale(formula, '');
      const share = formula.clientWidth / formula.scrollWidth;
      if (share < 1) scale(formula, /** @type {any} */ (Math.max(0.8, Math.floor(share * 100) / 100)));
    }
    left = overflow(slide);
    if (!left) break;
  }
  for (const formula of formulas) if (left) {
    scale(formula, '0.8');
    left = overflow(slide);
  }
  delete slide.dataset.measured;
  if (left) {
    slide.dataset.overflow = /** @type {any} */ (left);
    console.warn(`slide "${slide.id}" is ${left} px too large`);
  }
}

/**
 * Fits the slides around one place first, the others when the browser has time, each once. `done` hears of each.
 * @param {() => HTMLElement[]} slides
 * @param {(slide: HTMLElement) => void} done
 * @returns {{near: (slide: number) => void, all: () => void, again: (everything?: boolean) => void}}
 */
export function fitter(slides, done) {
  /** @type {WeakSet<HTMLElement>} */
  let fitted = new WeakSet();
  let next = 0;
  let waiting = false;
  const later = globalThis.requestIdleCallback ?? setTimeout;
  /** @param {HTMLElement | undefined} slide */
  const one = (slide) => {
    if (!slide || fitted.has(slide)) return;
    fitted.add(slide);
    fit(slide);
    done(slide);
  };
  /** @param {{timeRemaining: () => number}} [deadline] */
  const rest = (deadline) => {
    do one(slides()[next++]); while (slides()[next] && /** @type {any} */ (deadline)?.timeRemaining() > 8);
    waiting = next < slides().length;
    if (waiting) later(rest);
  };
  return {
    near(slide) {
      one(slides()[slide]);
      // Its neighbours when it has been painted: a key never waits for them.
      setTimeout(() => [slide + 1, slide - 1].forEach((index) => one(slides()[index])), 40);
      if (!waiting) later(rest);
      waiting = true;
    },
    all: () => slides().forEach(one),
    again(everything = false) {
      if (everything) fitted = new WeakSet();
      next = 0;
    },
  };
}

// @ts-check
// Makes a slide fit: tighter gaps, then the two smaller body sizes, formulas down to 0.8. What still does
// not fit is said in `data-overflow` (px) and stays visible. Manual page: tests/spec/fit.md

const sizes = ['', 'fit-tight', 'fit-s', 'fit-xs'];

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
  for (const drawing of /** @type {NodeListOf<HTMLImageElement | SVGSVGElement>} */ (slide.querySelectorAll('.body .picture > :is(img, svg)'))) {
    // A picture gives way to the text, but not until nothing can be seen on it.
    const { width, height } = getComputedStyle(drawing);
    const own = 'naturalWidth' in drawing ? { width: drawing.naturalWidth, height: drawing.naturalHeight } : drawing.viewBox.baseVal;
    if (own?.width) most = Math.max(most, Math.min(120, (parseFloat(width) * own.height) / own.width) - parseFloat(height));
  }
  return most > 1 ? Math.ceil(most) : 0;
}

/**
 * Display formulas that are too wide shrink, at most to 0.8 of their size.
 * @type {(slide: HTMLElement) => void}
 */
function shrinkFormulas(slide) {
  for (const formula of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('.math.display'))) {
    formula.style.removeProperty('--math-scale');
    const share = formula.clientWidth / formula.scrollWidth;
    if (share < 1) formula.style.setProperty('--math-scale', String(Math.max(0.8, Math.floor(share * 100) / 100)));
  }
}

/**
 * Finds the first size at which the slide fits. The slide must have its place on the page.
 * @type {(slide: HTMLElement) => number} the overflow that is left, in px
 */
export function fit(slide) {
  // A slide that is hidden has no boxes: it is laid out, but not painted, for as long as this takes.
  slide.dataset.measured = '';
  let left = 0;
  for (const size of sizes) {
    slide.classList.remove(...sizes.slice(1));
    if (size) slide.classList.add(size);
    shrinkFormulas(slide);
    left = overflow(slide);
    if (!left) break;
  }
  if (left) for (const formula of /** @type {NodeListOf<HTMLElement>} */ (slide.querySelectorAll('.math.display'))) {
    formula.style.setProperty('--math-scale', '0.8');
    left = overflow(slide);
    if (!left) break;
  }
  delete slide.dataset.measured;
  delete slide.dataset.overflow;
  if (left) {
    slide.dataset.overflow = String(left);
    console.warn(`slide "${slide.id}" is ${left} px too large`);
  }
  return left;
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
  let idle = false;
  /** @param {HTMLElement | undefined} slide */
  const one = (slide) => {
    if (!slide || fitted.has(slide)) return;
    fitted.add(slide);
    fit(slide);
    done(slide);
  };
  /** @param {{timeRemaining: () => number}} deadline */
  const rest = (deadline) => {
    const all = slides();
    do one(all[next]);
    while ((next += 1) < all.length && deadline.timeRemaining() > 8);
    idle = next < all.length;
    if (idle) later(rest);
  };
  /** @param {(deadline: {timeRemaining: () => number}) => void} run */
  const later = (run) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(run);
    else setTimeout(() => run({ timeRemaining: () => 0 }), 30);
  };
  return {
    near(slide) {
      [slide, slide + 1, slide - 1].forEach((index) => one(slides()[index]));
      if (!idle && next < slides().length) {
        idle = true;
        later(rest);
      }
    },
    all: () => slides().forEach(one),
    again(everything = false) {
      if (everything) fitted = new WeakSet();
      next = 0;
    },
  };
}

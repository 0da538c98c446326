// @ts-check
// How the speaker has arranged the presenter window: which of three layouts, where its dividers stand, how large the notes are.
// It is remembered in this browser. Manual page: tests/spec/stage.md

/**
 * Makes the dividers of the window work; what comes back does what the buttons say.
 * @type {(page: HTMLElement) => Record<string, () => void>}
 */
export function arrange(page) {
  /** A layout has two dividers; held upright it has others. @type {{layout: number, size: number, splits: Record<string, number | string>}} */
  const own = { layout: 0, size: 1, splits: {} };
  try {
    Object.assign(own, JSON.parse(localStorage['deckle desk']));
  } catch {} // nothing kept, no storage here, or not ours
  const upright = matchMedia('(max-aspect-ratio: 1)');
  const dividers = [...page.querySelectorAll(':scope > i')].map((part) => {
    const divider = /** @type {HTMLElement} */ (part);
    const across = divider.dataset.axis === 'x';
    const key = () => [across, own.layout, upright.matches].join('');
    /** Percent of the window. @type {(length: number) => number} */
    const share = (length) => (100 * length) / (across ? innerWidth : innerHeight);
    const place = (/** @type {MouseEvent} */ event) => share(across ? event.clientX : event.clientY);
    /** The size of the first track. */
    const track = () => {
      const { gridTemplateColumns, gridTemplateRows } = getComputedStyle(page);
      return share(parseFloat(across ? gridTemplateColumns : gridTemplateRows.split(' ')[1]));
    };
    /** @type {(to: number | string) => void} */
    const move = (to) => {
      own.splits[key()] = to;
      draw();
    };
    const keep = (/** @type {number} */ to) => move(Math.max(15, Math.min(80, to)));
    let from = 0;
    Object.assign(divider, {
      onpointerdown(/** @type {PointerEvent} */ event) {
        from = track() - place(event);
        divider.setPointerCapture(event.pointerId);
        event.preventDefault(); // no text is marked, and the arrow keys still turn slides
      },
      onpointermove: (/** @type {PointerEvent} */ event) => divider.hasPointerCapture(event.pointerId) && keep(from + place(event)),
      ondblclick: () => move(''),
      onkeydown({ key }) {
        if (/^Arrow/.test(key)) keep(track() + (/Right|Down/.test(key) ? 2 : -2));
      },
    });
    return () => {
      const to = own.splits[key()];
      page.style.setProperty(across ? '--x' : '--y', to ? to + (across ? 'vw' : 'vh') : '');
      divider.ariaValueNow = track().toFixed();
    };
  });

  function draw() {
    page.dataset.layout = /** @type {any} */ (own.layout);
    page.style.setProperty('--said', /** @type {any} */ (own.size));
    dividers.forEach((stand) => stand());
    try {
      localStorage['deckle desk'] = JSON.stringify(own);
    } catch {} // then it lasts as long as the window
  }

  /** @type {(by: number) => void} */
  function size(by) {
    own.size = Math.max(0.6, Math.min(3, own.size * by));
    draw();
  }

  upright.onchange = draw;
  draw();
  return {
    arrange() {
      own.layout = (own.layout + 1) % 3;
      draw();
    },
    larger: () => size(1.1),
    smaller: () => size(1 / 1.1),
  };
}

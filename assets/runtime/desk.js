// @ts-check
// How the speaker has arranged the presenter window: which of three layouts, where its dividers stand, how large the notes are.
// It is remembered in this browser. Manual page: tests/spec/stage.md

/**
 * Makes dividers and buttons of the window work; what comes back answers a button's name.
 * @type {(page: HTMLElement) => (name: string) => void}
 */
export function arrange(page) {
  /** A layout has two dividers; held upright it has others. @type {{layout: number, size: number, splits: Record<string, number>}} */
  const own = { layout: 0, size: 1, splits: {} };
  try {
    Object.assign(own, JSON.parse(localStorage.getItem('deckle desk') ?? '{}'));
  } catch {} // no storage here, or not ours
  const upright = matchMedia('(max-aspect-ratio: 1)');
  const dividers = /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll(':scope > i'));
  const key = (/** @type {string} */ axis) => axis + own.layout + (upright.matches ? 'u' : '');
  /** The size of the first track, in percent of the window. @type {(axis: string) => number} */
  const track = (axis) => {
    const { gridTemplateColumns, gridTemplateRows } = getComputedStyle(page);
    return (100 * parseFloat(axis === 'x' ? gridTemplateColumns : gridTemplateRows.split(' ')[1])) / (axis === 'x' ? innerWidth : innerHeight);
  };

  function draw() {
    page.dataset.layout = String(own.layout);
    page.style.setProperty('--said', String(own.size));
    for (const axis of ['x', 'y']) {
      const share = own.splits[key(axis)];
      if (share) page.style.setProperty('--' + axis, share + (axis === 'x' ? 'vw' : 'vh'));
      else page.style.removeProperty('--' + axis);
    }
    for (const divider of dividers) divider.setAttribute('aria-valuenow', String(Math.round(track(divider.dataset.axis ?? ''))));
    try {
      localStorage.setItem('deckle desk', JSON.stringify(own));
    } catch {} // then it lasts as long as the window
  }

  for (const divider of dividers) {
    const axis = divider.dataset.axis ?? '';
    const place = (/** @type {MouseEvent} */ event) => (axis === 'x' ? (100 * event.clientX) / innerWidth : (100 * event.clientY) / innerHeight);
    let from = NaN;
    const move = (/** @type {number} */ share) => {
      own.splits[key(axis)] = Math.round(10 * Math.max(15, Math.min(80, share))) / 10;
      draw();
    };
    divider.addEventListener('pointerdown', (event) => {
      from = track(axis) - place(event);
      divider.setPointerCapture(event.pointerId);
      event.preventDefault(); // no text is marked, and the arrow keys still turn slides
    });
    divider.addEventListener('pointermove', (event) => from === from && move(from + place(event)));
    divider.addEventListener('lostpointercapture', () => {
      from = NaN;
    });
    divider.addEventListener('dblclick', () => {
      delete own.splits[key(axis)];
      draw();
    });
    divider.addEventListener('keydown', ({ key }) => {
      if (/^Arrow/.test(key)) move(track(axis) + (/Right|Down/.test(key) ? 2 : -2));
    });
  }
  upright.addEventListener('change', draw);
  draw();
  return (name) => {
    if (name === 'arrange') own.layout = (own.layout + 1) % 3;
    if (name === 'larger') own.size = Math.min(3, own.size * 1.1);
    if (name === 'smaller') own.size = Math.max(0.6, own.size / 1.1);
    draw();
  };
}

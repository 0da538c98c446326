// @ts-check
// Pages for paper, asked for in the address: `?print` one slide a page, `?print=steps` one step a page, `?print=notes` a slide
// with its notes, `?print=3up` three slides with lines to write on. The window shows the pages as they will be printed.
// Manual page: tests/spec/stage.md
import { paint } from './stage.js';
import { still } from './media.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function print(stage) {
  const query = new URLSearchParams(location.search);
  if (!query.has('print') || stage.role === 'presenter') return;
  const kind = query.get('print') || 'slides';
  const { root, deck, slides } = stage;
  root.classList.add('print');
  root.dataset.print = kind;
  stage.on('ready', () => {
    stage.fitting.all();
    slides.forEach((slide, index) => paint(slide, stage.stops[index].last));
    if (kind === 'steps') slides.forEach((slide, index) => steps(slide, stage.stops[index].last));
    if (kind === 'notes') slides.forEach(notes);
    if (kind === '3up') for (let first = 0; first < slides.length; first += 3) {
      const three = slides.slice(first, first + 3);
      sheet(three);
      three.forEach((slide) => slide.insertAdjacentHTML('afterend', '<div class="lines"></div>'));
    }
    root.dataset.pages = String(deck.children.length);
  });

  /** The steps before the last as pages of their own, before the slide. @type {(slide: HTMLElement, last: number) => void} */
  function steps(slide, last) {
    for (let step = 0; step < last; step += 1) {
      const copy = still(/** @type {HTMLElement} */ (slide.cloneNode(true)));
      for (const element of [copy, ...copy.querySelectorAll('[id]')]) element.removeAttribute('id');
      paint(copy, step);
      slide.before(copy);
    }
  }

  /** Puts slides into a new page. @type {(of: HTMLElement[]) => HTMLElement} */
  function sheet(of) {
    const page = document.createElement('div');
    page.className = 'sheet';
    of[0].before(page);
    page.append(...of);
    return page;
  }

  /** The slide's notes below it, as large as they fit; lines to write on where there are none. @type {(slide: HTMLElement) => void} */
  function notes(slide) {
    const box = document.createElement('div');
    box.className = 'print-notes';
    for (const note of /** @type {NodeListOf<HTMLTemplateElement>} */ (slide.querySelectorAll('template.notes'))) {
      const part = document.createElement('div');
      if (note.dataset.step !== '0') part.dataset.step = note.dataset.step;
      part.append(note.content.cloneNode(true));
      box.append(part);
    }
    sheet([slide]).append(box);
    for (let size = 16; size > 4 && box.scrollHeight > box.clientHeight; size -= 0.5) box.style.fontSize = `${size}px`;
  }
}

// @ts-check
// Pages for paper, asked for in the address: `?print` one slide a page, `?print=steps` one step a page, `?print=notes` a slide
// with its notes, `?print=3up` three slides with lines to write on. The window shows the pages as they will be printed.
// Manual page: tests/spec/stage.md
import { add, copyOf, paint } from './stage.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function print(stage) {
  const asked = new URLSearchParams(location.search).get('print');
  if (asked === null || stage.role === 'presenter') return;
  const kind = asked || 'slides';
  const { root, deck, slides } = stage;
  root.classList.add('print');
  root.dataset.print = kind;
  stage.on('ready', () => {
    stage.fitting.all();
    slides.forEach((slide, index) => {
      const { last } = stage.stops[index];
      // The steps before the last are pages of their own, before the slide.
      if (kind === 'steps') for (let step = 0; step < last; step += 1) {
        const copy = copyOf(slide, step);
        copy.inert = false;
        slide.before(copy);
      }
      paint(slide, last);
      if (kind === 'notes') notes(slide);
      if (kind === '3up') {
        if (index % 3 === 0) slide.before(add('div', 'sheet', deck));
        slide.previousElementSibling?.append(slide);
        add('div', 'lines', slide.parentElement ?? deck);
      }
    });
    root.dataset.pages = /** @type {any} */ (deck.children.length);
  });

  /** The slide's notes below it, as large as they fit; lines to write on where there are none. @type {(slide: HTMLElement) => void} */
  function notes(slide) {
    const page = add('div', 'sheet', deck);
    slide.before(page);
    page.append(slide);
    const box = add('div', 'print-notes', page);
    for (const note of /** @type {NodeListOf<HTMLTemplateElement>} */ (slide.querySelectorAll('template.notes'))) {
      const part = add('div', '', box);
      if (note.dataset.step !== '0') part.dataset.step = note.dataset.step;
      part.append(note.content.cloneNode(true));
    }
    for (let size = 16; size > 4 && box.scrollHeight > box.clientHeight; size -= 0.5) box.style.fontSize = `${size}px`;
  }
}

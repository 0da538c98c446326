// @ts-check
// What the speaker says: the notes of a slide, the part of the current step marked; and the drawer for a single screen. Decks without notes
// have only a word instead (`build.rs`).
import { make, opens } from './make.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** Whether the file carries notes. @type {() => boolean} */
export function noted() {
  return !!document.querySelector('template.notes');
}

/** Gives the presenter window what only notes need. @type {(page: Element) => void} */
export function furnish(page) {
  if (!noted()) return;
  page.classList.add('noted');
  page.querySelector('.said > header')?.insertAdjacentHTML('beforeend', `<button data-do="smaller">A−</button><button data-do="larger">A+</button><button
 data-do="arrange" title="${say('arrange')}">◫</button>`);
  page.insertAdjacentHTML('beforeend', '<i role="separator" tabindex="0" data-axis="y" title="↕"></i>');
}

/**
 * Shows the notes of a slide in a box; marks the part of a step and brings it into view; what was said and what comes stays readable.
 * `turned` says that the box still shows another slide.
 * @type {(box: HTMLElement, slide: HTMLElement, step: number, turned: boolean) => void}
 */
export function showNotes(box, slide, step, turned) {
  if (turned) {
    box.classList.add('prose');
    box.replaceChildren(...[...slide.querySelectorAll('template.notes')].map((part) => {
      const { content, dataset } = /** @type {HTMLTemplateElement} */ (part);
      const article = make('article', {}, content.cloneNode(true));
      article.dataset.step = dataset.step;
      return article;
    }));
    if (!box.firstChild) box.append(make('p', { className: 'none' }, '–'));
  }
  const parts = /** @type {HTMLElement[]} */ ([...box.children]);
  const from = (/** @type {HTMLElement} */ part) => Number(part.dataset.step);
  const now = Math.max(...parts.map(from).filter((first) => first <= step));
  for (const part of parts) part.ariaCurrent = from(part) === now ? 'step' : null;
  box.scrollTop = step && (parts.find((part) => part.ariaCurrent)?.offsetTop ?? 0) - box.clientHeight / 5;
}

/** The drawer at the lower edge of the only window, where there is no presenter window. @param {Stage} stage */
export function drawer(stage) {
  const box = stage.add('aside', 'panel drawer notes');
  box.tabIndex = 0;
  box.ariaLabel = say('drawer');
  const fill = () => {
    const { at } = stage.session;
    if (!box.hidden) showNotes(box, stage.slides[at.slide], at.step, true);
  };
  opens(stage, 'drawer', box, fill);
  stage.on('draw', fill);
  stage.on('windows', (there) => there && !box.hidden && stage.panel(null));
}

// @ts-check
// What the speaker says: the notes of a slide, the part of the current step marked; and the drawer for a single screen.
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/**
 * Fills a box with the notes of a slide, or says in words that there are none.
 * @type {(box: HTMLElement, slide: HTMLElement, language: string) => void}
 */
export function fillNotes(box, slide, language) {
  const parts = [...slide.querySelectorAll('template.notes')].map((part) => {
    const { content, dataset } = /** @type {HTMLTemplateElement} */ (part);
    const article = document.createElement('article');
    article.dataset.step = dataset.step;
    article.append(content.cloneNode(true));
    return article;
  });
  box.replaceChildren(...parts);
  if (!parts.length) box.innerHTML = `<p class="none">${say(document.querySelector('template.notes') ? 'noNote' : 'noNotes', language)}</p>`;
}

/**
 * Marks the part of a step and brings it into view; what was said and what comes stays readable.
 * @type {(box: HTMLElement, step: number, jump: boolean) => void}
 */
export function markNotes(box, step, jump) {
  const parts = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll(':scope > article'));
  const steps = [...parts].map((part) => Number(part.dataset.step));
  const now = Math.max(...steps.filter((from) => from <= step));
  parts.forEach((part, index) => {
    if (steps[index] === now) part.setAttribute('aria-current', 'step');
    else part.removeAttribute('aria-current');
  });
  const top = parts[steps.indexOf(now)]?.offsetTop ?? 0;
  const behavior = jump || matchMedia('(prefers-reduced-motion: reduce)').matches ? 'instant' : 'smooth';
  box.scrollTo({ top: step ? top - box.clientHeight / 5 : 0, behavior });
}

/** The drawer at the lower edge of the only window, where there is no presenter window. @param {Stage} stage */
export function drawer(stage) {
  const box = stage.add('aside', 'panel drawer notes');
  box.hidden = true;
  box.tabIndex = 0;
  const fill = () => {
    const { at } = stage.session;
    if (box.hidden) return;
    box.setAttribute('aria-label', say('drawer', stage.language));
    fillNotes(box, stage.slides[at.slide], stage.language);
    markNotes(box, at.step, true);
  };
  stage.does('drawer', () => {
    if (!box.hidden) return stage.panel(null);
    stage.panel(() => {
      box.hidden = true;
    });
    box.hidden = false;
    fill();
  }, true);
  stage.on('draw', fill);
  stage.on('windows', (there) => there && !box.hidden && stage.panel(null));
}

// @ts-check
// A deck inside another page: `<iframe src="deck.html?embed#slide">`. It tells the page around it where it is, and takes orders
// from it; it listens to no key but the arrows, and leaves full screen, history and other windows alone. Manual page: tests/spec/stage.md
import { say } from './words.js';
import { parse } from './position.js';
import { add, titleOf } from './stage.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function embed(stage) {
  const { root, role } = stage;
  if (role !== 'embed') return;
  const bar = stage.add('nav', 'embed-bar');
  /** @type {(action: string, sign: string) => void} */
  const button = (action, sign) => {
    const made = add('button', '', bar);
    made.textContent = sign;
    made.ariaLabel = say(action, root.lang);
    made.onclick = () => stage.act(action);
  };
  button('previous', '‹');
  const place = add('a', '', bar);
  button('next', '›');
  place.target = '_blank';
  place.rel = 'noopener';
  stage.on('draw', ({ slide, at }) => {
    const { id, number, last } = stage.stops[at.slide];
    place.textContent = `${number} / ${stage.stops.length}`;
    place.href = location.pathname + '#' + encodeURIComponent(id);
    parent.postMessage({ deckle: 'slide', id, number, title: titleOf(slide), step: at.step, steps: last, slides: stage.stops.length }, '*');
  });
  addEventListener('message', ({ source, data }) => {
    if (source !== parent || data?.deckle !== 'go' || typeof data.to !== 'string') return;
    const to = parse(stage.stops, data.to);
    if (to) stage.act('go', to);
    else if (/^(next|previous|nextSlide|previousSlide|first|last)$/.test(data.to)) stage.act(data.to);
  });
  root.classList.add('embed');
}

// @ts-check
// The help panel: every key, and the last ones received with what they did, which is the test for clickers.
// Manual page: tests/spec/stage.md
import { keys } from './input.js';
import { make, opens } from './make.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function help(stage) {
  const panel = stage.add('aside', 'panel help');
  panel.tabIndex = 0; // may have to scroll
  panel.ariaLabel = say('help');
  /** @type {HTMLElement[]} */
  let last = [];

  function draw() {
    if (panel.hidden) return;
    panel.innerHTML = `<h2>${say('help')}</h2><dl class="groups">` + keys.map(([action, ...names]) =>
      `<div><dt>${say(action)}</dt><dd>${names.map((name) => `<kbd>${name}</kbd>`).join(' ')}</dd></div>`).join('')
      + `</dl><div class="last" role="status"><h3>${say('lastKey')}</h3></div>`;
    /** @type {Element} */ (panel.lastElementChild).append(...last);
  }

  /** @type {(value: {key: string, code: string, action: string | null}) => void} */
  function received({ key, code, action }) {
    const names = key === code || key === ' ' ? [code] : [key, code];
    last = [make('p', {}, make('kbd', {}, names.join(' ')), ' → ' + say(action === 'number' ? 'digit' : action ?? 'nothing')), ...last].slice(0, 4);
    draw();
  }

  opens(stage, 'help', panel, draw);
  stage.on('key', (value) => {
    // The speaker reads in one window what a clicker sends to the other.
    if (stage.role === 'stage' && stage.accompanied()) stage.tell('key', value);
    received(value);
  });
  stage.on('message:key', received);
}

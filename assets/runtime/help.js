// @ts-check
// The help panel: every key, and the last ones received with what they did, which is the test for clickers.
// Manual page: tests/spec/stage.md
import { make, opens } from './make.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** Every word with its keys. */
const keysOf = `next:→ ↓ Space PageDown N Enter
previous:← ↑ PageUp Backspace
slide:Shift + → ←
first:Home End
number:1 2 … Enter
find:G / Ctrl+K
overview:O
unseen:U
back:Alt+←
full:F F5
black:B .
white:W ,
color:V
reader:R
help:? F1
close:Esc
presenter:S P
freeze:Shift+F
drawer:Shift+N
timer:T
timerReset:Shift+T
question:Q
laser:L
pen:D
spotlight:X
zoom:Z
clear:C`;

/** Actions that have no line of their own. @type {Record<string, string>} */
const same = { nextSlide: 'slide', previousSlide: 'slide', last: 'first', digit: 'number' };

/** @param {Stage} stage */
export function help(stage) {
  const panel = stage.add('aside', 'panel help');
  panel.tabIndex = 0; // may have to scroll
  panel.ariaLabel = say('help');
  /** @type {HTMLElement[]} */
  let last = [];

  function draw() {
    if (panel.hidden) return;
    panel.innerHTML = `<h2>${say('help')}</h2><dl class="groups">` + keysOf.replace(/(.+):(.+)/g, (_, word, keys) =>
      `<div><dt>${say(word)}</dt><dd>${keys.replace(/[^ +…]+/g, '<kbd>$&</kbd>')}</dd></div>`)
      + `</dl><div class="last" role="status"><h3>${say('lastKey')}</h3></div>`;
    panel.lastElementChild?.append(...last);
  }

  /** @type {(value: {key: string, code: string, action: string | null}) => void} */
  function received({ key, code, action }) {
    const names = key === code || key === ' ' ? [code] : [key, code];
    last = [make('p', {}, make('kbd', {}, names.join(' ')), ' → ' + say(action === null ? 'nothing' : same[action] ?? action)), ...last].slice(0, 4);
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

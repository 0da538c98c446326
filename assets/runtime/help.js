// @ts-check
// The help panel: every key, and the last one received with what it did, which is the test for clickers.
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

const rows = [
  ['next', '→ ↓ Space PageDown N Enter'], ['previous', '← ↑ PageUp Backspace'], ['nextSlide', 'Shift + → ←'], ['first', 'Home End'],
  ['number', '1 2 … Enter'], ['find', 'G / Ctrl+K'], ['overview', 'O'], ['unseen', 'U'], ['back', 'Alt+←'], ['black', 'B .'], ['white', 'W ,'],
  ['full', 'F F5'], ['freeze', 'Shift+F'], ['presenter', 'S P'], ['timer', 'T'], ['timerReset', 'Shift+T'], ['question', 'Q'], ['drawer', 'Shift+N'],
  ['laser', 'L'], ['pen', 'D'], ['spotlight', 'X'], ['zoom', 'Z'], ['clear', 'C'], ['color', 'V'], ['reader', 'R'], ['help', '? F1'], ['close', 'Esc'],
];

/** @param {Stage} stage */
export function help(stage) {
  const panel = stage.add('aside', 'panel help');
  panel.hidden = true;
  let last = '';

  function draw() {
    if (panel.hidden) return;
    const { language, stops, session } = stage;
    panel.setAttribute('aria-label', say('help', language));
    panel.innerHTML = `<h2>${say('help', language)} · ${stops[session.at.slide].number} / ${stops.length}</h2><dl>`
      + rows.map(([word, keys]) => `<dt>${keys.replace(/[^ +…]+/g, '<kbd>$&</kbd>')}</dt><dd>${say(word, language)}</dd>`).join('')
      + `</dl><p class="last">${say('lastKey', language)}: </p>`;
    panel.lastElementChild?.append(last);
  }

  stage.does('help', () => {
    if (!panel.hidden) return stage.panel(null);
    stage.panel(() => {
      panel.hidden = true;
    });
    panel.hidden = false;
  }, true);
  stage.on('key', ({ key, action }) => {
    last = `${key === ' ' ? 'Space' : key} → ${action ?? say('nothing', stage.language)}`;
    draw();
  });
}

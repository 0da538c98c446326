// @ts-check
// The help panel: every key, and the last ones received with what they did, which is the test for clickers.
// Manual page: tests/spec/stage.md
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** A group a line: its word, then every word with its keys. */
const groups = `moving|next:→ ↓ Space PageDown N Enter|previous:← ↑ PageUp Backspace|nextSlide:Shift + → ←|first:Home End|number:1 2 … Enter|find:G / Ctrl+K|overview:O|unseen:U|back:Alt+←
screen|full:F F5|black:B .|white:W ,|color:V|reader:R|help:? F1|close:Esc
speaker|presenter:S P|freeze:Shift+F|drawer:Shift+N|timer:T|timerReset:Shift+T|question:Q
tools|laser:L|pen:D|spotlight:X|zoom:Z|clear:C`;

/** Actions that have no line of their own. @type {Record<string, string>} */
const same = { previousSlide: 'nextSlide', last: 'first', digit: 'number' };

/** What a clicker means by its keys. @type {[RegExp, string][]} */
const clickers = [[/^Page/, 'hintPage'], [/^[.,bw]$/i, 'hintBlack'], [/^(F5|Escape)$/, 'hintStart']];

/** @param {Stage} stage */
export function help(stage) {
  const panel = stage.add('aside', 'panel help');
  panel.hidden = true;
  panel.tabIndex = 0; // may have to scroll
  /** @type {{key: string, code: string, action: string | null}[]} */
  let last = [];

  function draw() {
    if (panel.hidden) return;
    /** @type {(word: string) => string} */
    const text = (word) => say(word, stage.language);
    panel.ariaLabel = text('help');
    panel.innerHTML = `<h2>${text('help')}</h2><div class="groups">` + groups.split('\n').map((group) => {
      const [name, ...rows] = group.split('|');
      return `<section><h3>${text(name)}</h3><dl>` + rows.map((row) => {
        const [word, keys] = row.split(/:(.+)/);
        return `<div><dt>${text(word)}</dt><dd>${keys.replace(/[^ +…]+/g, '<kbd>$&</kbd>')}</dd></div>`;
      }).join('') + '</dl></section>';
    }).join('') + `</div><div class="last" role="status"><h3>${text('lastKey')}</h3></div>`;
    const test = /** @type {Element} */ (panel.lastElementChild);
    const hint = clickers.find(([keys]) => keys.test(last[0]?.key));
    for (const { key, code, action } of last) {
      const line = test.appendChild(document.createElement('p'));
      line.appendChild(document.createElement('kbd')).append(key === ' ' ? 'Space' : key);
      line.append(code && code.replace(/^(Key|Digit)/, '') !== key.toUpperCase() && code !== key ? ` ${code} ` : ' ', `→ ${text(action === null ? 'nothing' : same[action] ?? action)}`);
    }
    const line = test.appendChild(document.createElement('p'));
    line.className = 'hint';
    line.append(text(hint ? hint[1] : 'hintTest'));
  }

  /** @type {(value: any) => void} */
  function received(value) {
    last = [value, ...last].slice(0, 4);
    draw();
  }

  stage.does('help', () => {
    if (!panel.hidden) return stage.panel(null);
    stage.panel(() => {
      panel.hidden = true;
    });
    panel.hidden = false;
    draw();
  }, true);
  stage.on('key', (value) => {
    // The speaker reads in one window what a clicker sends to the other.
    if (stage.role === 'stage' && stage.accompanied()) stage.tell('key', value);
    received(value);
  });
  stage.on('message:key', received);
}

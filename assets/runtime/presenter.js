// @ts-check
// The two windows of a talk: each opens the other or brings it to the front, and gives a link where the browser will not.
// Manual page: tests/spec/stage.md
import { drawer } from './notes.js';
import { panes } from './panes.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function presenter(stage) {
  const other = stage.role === 'stage' ? 'presenter' : 'stage';
  const address = location.href.replace(/#.*/, '') + (other === 'presenter' ? '#presenter' : '');
  /** The window that was opened here, or the one that opened this. @type {Window | null} */
  let partner = opener;

  stage.does('presenter', () => {
    if (stage.accompanied()) {
      partner?.focus();
      return stage.tell('front'); // who opened it, and before which reload, is no matter
    }
    const { availWidth, availHeight } = screen;
    // By its name a window that this one has forgotten in a reload is found again, not opened twice.
    partner = open(address, 'deckle ' + other, other === 'presenter' ? `popup,width=${availWidth},height=${availHeight}` : '');
    if (partner) return stage.join(partner);
    const link = document.createElement('a');
    Object.assign(link, { href: address, target: '_blank', rel: 'opener', textContent: say(other === 'presenter' ? 'blocked' : 'openAudience', stage.language) });
    stage.whisper(link);
  });
  stage.on('message:front', () => focus());
  stage.on('windows', (there) => there && stage.whisper(''));

  if (stage.role === 'embed') return;
  if (stage.role === 'presenter') panes(stage);
  else drawer(stage);
}

// @ts-check
// The two windows of a talk: each opens the other or brings it to the front, and gives a link where the browser will not.
// Manual page: tests/spec/stage.md
import { make } from './make.js';
import { drawer } from './notes.js';
import { panes } from './panes.js';
import { say } from './words.js';

/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function presenter(stage) {
  const speaking = stage.role === 'presenter';
  const href = speaking ? '#' : '#presenter';
  /** The window that was opened here, or the one that opened this. @type {Window | null} */
  let partner = opener;

  stage.does('presenter', () => {
    if (stage.accompanied()) {
      partner?.focus();
      return stage.tell('front'); // who opened it, and before which reload, is no matter
    }
    // By its name a window that this one has forgotten in a reload is found again, not opened twice. It has as much room as the screen.
    partner = open(href, 'deckle ' + href, speaking ? '' : 'popup,width=9999,height=9999');
    if (partner) stage.join(partner);
    else stage.whisper(make('a', { href, target: '_blank', rel: 'opener' }, say(speaking ? 'openAudience' : 'presenter')));
  });
  stage.on('message:front', () => focus());
  stage.on('windows', (there) => there && stage.whisper(''));

  if (stage.role !== 'embed') (speaking ? panes : drawer)(stage);
}

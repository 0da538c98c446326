// @ts-check
// The times of a talk as a file of lines, which `deckle rehearse import` reads. Only decks with notes have it: they are the speaker's own.
// Manual page: tests/spec/rehearse.md
import { elapsed, questions } from './clock.js';
import { make } from './make.js';

/** @typedef {import('./start.js').Stage} Stage */

/** Saves the session's log, and where the clock is now, one entry a line. @type {(stage: Stage) => void} */
export function keep({ session: { log, clock, at }, stops }) {
  const now = Date.now();
  const lines = [...log, ['end', stops[at.slide].id, at.step, elapsed(clock, now), questions(clock, now), now]].map((entry) => JSON.stringify(entry) + '\n');
  make('a', {
    download: location.pathname.replace(/.*\/|\.(presenter|html)/g, '') + '.times.jsonl',
    href: 'data:,' + encodeURIComponent(lines.join('')),
  }).click();
}

// The interface speaks four languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { say } from '../../../assets/runtime/words.js';

/** What a page of a language says. */
function inLanguage(language, word, ...values) {
  globalThis.document = { documentElement: { lang: language } };
  return say(word, ...values);
}

test('every word in every language', () => {
  const source = readFileSync(new URL('../../../assets/runtime/words.js', import.meta.url), 'utf8');
  const all = [...source.matchAll(/^  (\w+): '/gm)].map(([, word]) => word);
  assert.ok(all.length > 25);
  for (const language of ['en', 'de', 'fr', 'it']) for (const word of all) assert.ok(inLanguage(language, word), `${word} in ${language}`);
});

test('a region is no matter, an unknown language reads English', () => {
  assert.equal(inLanguage('de-CH', 'black'), 'schwarz');
  assert.equal(inLanguage('FR', 'black'), 'noir');
  for (const language of ['rm', '', 'constructor', '__proto__']) assert.equal(inLanguage(language, 'black'), 'black');
});

test('blanks are filled in their order, with whatever letters', () => {
  assert.equal(inLanguage('en', 'slideOf', 3, 24), 'slide 3 of 24');
  assert.equal(inLanguage('de', 'nextTitle', 'Preis: $& {}'), 'Danach: Preis: $& {}');
});

// The interface speaks four languages.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { say } from '../../../assets/runtime/words.js';

test('every word in every language', () => {
  const source = readFileSync(new URL('../../../assets/runtime/words.js', import.meta.url), 'utf8');
  const all = [...source.matchAll(/^  (\w+): '/gm)].map(([, word]) => word);
  assert.ok(all.length > 25);
  for (const language of ['en', 'de', 'fr', 'it']) for (const word of all) assert.ok(say(word, language), `${word} in ${language}`);
});

test('a region is no matter, an unknown language reads English', () => {
  assert.equal(say('black', 'de-CH'), 'schwarz');
  assert.equal(say('black', 'FR'), 'noir');
  for (const language of ['rm', '', 'constructor', '__proto__']) assert.equal(say('black', language), 'black');
});

// The interface speaks four languages.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { say } from '../../../assets/runtime/words.js';

const all = ['help', 'next', 'back', 'whole', 'ends', 'number', 'black', 'white', 'full', 'color', 'reader', 'close', 'last', 'nothing'];

test('every word in every language', () => {
  for (const language of ['en', 'de', 'fr', 'it']) for (const word of all) assert.ok(say(word, language), `${word} in ${language}`);
});

test('a region is no matter, an unknown language reads English', () => {
  assert.equal(say('black', 'de-CH'), 'schwarz');
  assert.equal(say('black', 'FR'), 'noir');
  for (const language of ['rm', '', 'constructor', '__proto__']) assert.equal(say('black', language), 'black');
});

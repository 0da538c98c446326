// What a key and a finger mean. Manual page: tests/spec/stage.md
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actionOf, gesture } from '../../../assets/runtime/input.js';

const press = (key, extra = {}, digits = false) => actionOf({ key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false, ...extra }, digits);

test('keys and clickers', () => {
  const table = {
    next: ['ArrowRight', 'ArrowDown', ' ', 'PageDown', 'n', 'N', 'Enter'], previous: ['ArrowLeft', 'ArrowUp', 'PageUp', 'Backspace'],
    first: ['Home'], last: ['End'], black: ['b', 'B', '.'], white: ['w', ','], full: ['f', 'F5'], color: ['v'], reader: ['r'], help: ['?', 'F1'], close: ['Escape'], digit: ['0', '9'],
  };
  for (const [action, keys] of Object.entries(table)) for (const key of keys) assert.equal(press(key), action, key);
});

test('with Shift a whole slide', () => {
  for (const key of ['ArrowRight', 'ArrowDown', 'PageDown']) assert.equal(press(key, { shiftKey: true }), 'nextSlide');
  for (const key of ['ArrowLeft', 'ArrowUp', 'PageUp']) assert.equal(press(key, { shiftKey: true }), 'previousSlide');
});

test('Enter after digits goes to a number', () => assert.equal(press('Enter', {}, true), 'number'));

test('the tools have a key each, some with Shift', () => {
  const table = { overview: 'o', find: 'g/', unseen: 'u', presenter: 'sp', timer: 't', question: 'q', laser: 'l', pen: 'd', spotlight: 'x', zoom: 'z', clear: 'c' };
  for (const [action, keys] of Object.entries(table)) for (const key of keys) assert.equal(press(key), action, key);
  for (const [action, key] of Object.entries({ freeze: 'F', timerReset: 'T', drawer: 'N' })) assert.equal(press(key, { shiftKey: true }), action);
  assert.equal(press('k', { ctrlKey: true }), 'find');
  assert.equal(press('K', { metaKey: true }), 'find');
  assert.equal(press('ArrowLeft', { altKey: true }), 'back');
});

test('the browser keeps its own keys', () => {
  for (const extra of [{ ctrlKey: true }, { altKey: true }, { metaKey: true }]) {
    for (const key of ['r', 'f', 'ArrowRight', 'F5', '1']) assert.equal(press(key, extra), null, key);
  }
  for (const key of ['Tab', 'F11', 'F12', 'j', 'constructor', 'ü']) assert.equal(press(key), null, key);
  for (const key of ['S', 'B', 'O']) assert.equal(press(key, { shiftKey: true }), null, 'Shift makes another key');
});

test('a swipe turns, a tap turns by its place, a long touch selects, a scroll does nothing', () => {
  const from = { x: 500, y: 300, time: 0 };
  assert.deepEqual(gesture(from, { x: 400, y: 310, time: 200 }, 1000), { action: 'next', swipe: true });
  assert.deepEqual(gesture(from, { x: 600, y: 310, time: 200 }, 1000), { action: 'previous', swipe: true });
  assert.deepEqual(gesture(from, { ...from, time: 100 }, 1000), { action: 'next', swipe: false });
  assert.deepEqual(gesture({ ...from, x: 240 }, { ...from, x: 241, time: 100 }, 1000), { action: 'previous', swipe: false });
  assert.equal(gesture(from, { ...from, time: 900 }, 1000), null);
  assert.equal(gesture(from, { x: 510, y: 500, time: 200 }, 1000), null);
});

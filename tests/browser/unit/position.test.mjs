// Where the talk is and where a move leads. Manual page: tests/spec/stage.md
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { first, format, jump, last, next, nextSlide, parse, previous, previousSlide, unseen, visible } from '../../../assets/runtime/position.js';

const stops = [
  { id: 'opening', number: '1', last: 0 },
  { id: 'attention', number: '2', last: 3 },
  { id: 'v1.2', number: '3', last: 1 },
  { id: 'proof', number: 'A1', last: 2 },
];
/** The stops, some of them seen at a step. */
const after = (seen) => stops.map((stop, index) => ({ ...stop, seen: seen[index] }));
const at = (slide, step = 0) => ({ slide, step });

test('next goes through the steps, then to the next slide, and stays at the end', () => {
  assert.deepEqual(next(stops, at(0)), at(1));
  assert.deepEqual(next(stops, at(1, 2)), at(1, 3));
  assert.deepEqual(next(stops, at(1, 3)), at(2));
  assert.deepEqual(next(stops, at(3, 2)), at(3, 2));
});

test('previous unwinds steps and stays at the beginning', () => {
  assert.deepEqual(previous(stops, at(1, 2)), at(1, 1));
  assert.deepEqual(previous(stops, at(0)), at(0));
});

test('an earlier slide is entered as it was last seen, complete if it never was', () => {
  assert.deepEqual(previous(after({ 1: 2 }), at(2)), at(1, 2));
  assert.deepEqual(previous(stops, at(2)), at(1, 3));
  assert.deepEqual(previousSlide(after({ 1: 1 }), at(2, 1)), at(1, 1));
  assert.deepEqual(previousSlide(stops, at(0)), at(0));
});

test('a whole slide forward skips the steps that are left', () => {
  assert.deepEqual(nextSlide(stops, at(1, 1)), at(2));
  assert.deepEqual(nextSlide(after({ 2: 1 }), at(1, 1)), at(2, 1));
  assert.deepEqual(nextSlide(stops, at(3)), at(3, 2));
});

test('a jump shows a slide that was seen complete, a new one at its start', () => {
  assert.deepEqual(jump(after({ 1: 0 }), 1), at(1, 3));
  assert.deepEqual(jump(stops, 1), at(1));
  assert.deepEqual(first(), at(0));
  assert.deepEqual(last(stops), at(3, 2));
});

test('an address names a slide by id or number, and a step', () => {
  assert.deepEqual(parse(stops, '#attention'), at(1));
  assert.deepEqual(parse(stops, '#attention.2'), at(1, 2));
  assert.deepEqual(parse(stops, '#attention.99'), at(1, 3));
  assert.deepEqual(parse(stops, '#2'), at(1));
  assert.deepEqual(parse(stops, '#2.3'), at(1, 3));
  assert.deepEqual(parse(stops, '#a1'), at(3));
  assert.deepEqual(parse(stops, '#v1.2'), at(2), 'an id may hold a dot');
  assert.deepEqual(parse(stops, '#v1.2.1'), at(2, 1));
});

test('an unknown address is no position', () => {
  for (const hash of ['', '#', '#nowhere', '#attention.', '#attention.x', '#attention.-1', '#.2', '#99', '#%', '#%E0%A4%A']) {
    assert.equal(parse(stops, hash), null, hash);
  }
});

test('format and parse are inverse', () => {
  const odd = [{ id: 'Straße 1?', number: '1', last: 4 }, ...stops];
  for (const [slide, stop] of odd.entries()) {
    for (let step = 0; step <= stop.last; step += 1) {
      assert.deepEqual(parse(odd, format(odd, at(slide, step))), at(slide, step));
    }
  }
});

test('every walk forth and back comes to the same places', () => {
  const stops = after({});
  const forth = [first()];
  for (let here = first(); ; ) {
    stops[here.slide].seen = here.step;
    const there = next(stops, here);
    if (there === here) break;
    forth.push((here = there));
  }
  const back = [last(stops)];
  while (back.length < forth.length) back.push(previous(stops, back.at(-1)));
  assert.deepEqual(back, forth.reverse());
});

test('a part is visible from its first to its last step', () => {
  assert.deepEqual([0, 1, 2, 3, 9].map((step) => visible('2-', step)), [false, false, true, true, true]);
  assert.deepEqual([0, 1, 2, 3, 4].map((step) => visible('2-3', step)), [false, false, true, true, false]);
  assert.equal(visible('10-', 9), false);
});

test('a line is lit in any of its ranges', () => {
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((step) => visible('0-0 2-2 4-', step)), [true, false, true, false, true, true]);
  assert.equal(visible('', 0), false);
});

test('the next slide not yet seen is looked for round the end', () => {
  assert.deepEqual(unseen(after({ 0: 0, 1: 0, 3: 0 }), at(3)), at(2));
  assert.deepEqual(unseen(after({ 1: 0 }), at(1)), at(2));
  assert.equal(unseen(after({ 0: 0, 1: 0, 2: 0, 3: 0 }), at(1)), null);
});

test('a slide that lost steps since it was seen has no more than it has', () => {
  assert.deepEqual(previous(after({ 1: 9 }), at(2)), at(1, 3));
});

// What the windows share, and what every action makes of it. Manual page: tests/spec/stage.md
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elapsed, questions } from '../../../assets/runtime/clock.js';
import { begin, pack, reduce, unpack } from '../../../assets/runtime/session.js';

const stops = [{ id: 'a', number: '1', last: 0 }, { id: 'b', number: '2', last: 2 }, { id: 'c.2', number: '3', last: 0 }];
const at = (slide, step = 0) => ({ slide, step });
/** Acts in turn, a second after the other. */
const after = (...actions) => actions.reduce((session, [action, argument], index) => reduce(stops, session, action, argument, 1000 * (index + 1)), begin());

test('the clock starts with the first advance and not before', () => {
  assert.equal(after(['previous'], ['black'], ['wake']).clock.since, 0);
  assert.equal(after(['next']).clock.since, 1000);
  assert.equal(elapsed(after(['next'], ['next']).clock, 9000), 8000);
});

test('a pause and a question stop the time; questions are counted apart', () => {
  const { clock } = after(['next'], ['question'], ['next'], ['question'], ['timer']);
  assert.equal(elapsed(clock, 99000), 2000);
  assert.equal(questions(clock, 99000), 2000);
  assert.equal(after(['next'], ['timer'], ['next']).clock.since, 0, 'an advance does not wake a paused clock');
  assert.deepEqual(after(['next'], ['timerReset']).clock, begin().clock);
});

test('back returns to where jumps came from, the last first', () => {
  const jumped = after(['next'], ['last'], ['first']);
  assert.deepEqual(jumped.trail, [at(1), at(2)]);
  const back = reduce(stops, jumped, 'back', null, 0);
  assert.deepEqual(back.at, at(2));
  assert.deepEqual(reduce(stops, reduce(stops, back, 'back', null, 0), 'back', null, 0).at, at(1));
});

test('freezing holds a place while the speaker goes on', () => {
  const frozen = after(['next'], ['freeze'], ['next']);
  assert.deepEqual([frozen.frozen, frozen.at], [at(1), at(1, 1)]);
  assert.equal(reduce(stops, frozen, 'freeze', null, 0).frozen, null);
});

test('what changes nothing gives the same value', () => {
  const session = begin();
  for (const action of ['previous', 'first', 'back', 'wake', 'nonsense']) assert.equal(reduce(stops, session, action, null, 0), session, action);
  assert.equal(reduce(stops, session, 'number', 77, 0), session);
});

test('a session travels by the ids of its slides', () => {
  const session = after(['next'], ['freeze'], ['next'], ['last']);
  const packed = JSON.parse(JSON.stringify(pack(stops, session)));
  assert.deepEqual(unpack(stops, packed, at(0)), session);
  const fewer = [{ id: 'new', number: '1', last: 0 }, { id: 'b', number: '2', last: 0 }];
  const there = unpack(fewer, packed, at(0));
  assert.deepEqual([there.at, there.frozen, there.trail], [at(0), at(1), [at(1)]], 'what is gone is left out, steps are cut');
});

test('the log tells what happened since the clock began, with its times', () => {
  const { log } = after(['black'], ['mark'], ['next'], ['next'], ['question'], ['next'], ['question'], ['mark'], ['timer'], ['timer'], ['black']);
  assert.deepEqual(log, [
    ['go', 'b', 0, 0, 0, 3000],
    ['go', 'b', 1, 1000, 0, 4000],
    ['question', 'b', 1, 2000, 0, 5000],
    ['go', 'b', 2, 2000, 1000, 6000],
    ['answered', 'b', 2, 2000, 2000, 7000],
    ['mark', 'b', 2, 3000, 2000, 8000],
    ['pause', 'b', 2, 4000, 2000, 9000],
    ['resume', 'b', 2, 4000, 2000, 10000],
  ]);
  assert.deepEqual(after(['timer'], ['next']).log.map(([kind, id, , at]) => [kind, id, at]), [['go', 'a', 0], ['go', 'b', 1000]], 'started by hand');
  assert.deepEqual(after(['next'], ['next'], ['timerReset']).log, []);
});

test('the log has an end, and the talk goes on', () => {
  let session = after(['next']);
  for (let count = 0; count < 6000; count += 1) session = reduce(stops, session, count % 2 ? 'previous' : 'next', null, count);
  assert.equal(session.log.length, 5000);
  assert.deepEqual(session.at, at(1));
});

test('time that was none is taken off a running clock and off a question', () => {
  const { clock } = after(['next'], ['shift', 5000]);
  assert.equal(elapsed(clock, 9000), 3000);
  assert.equal(questions(after(['next'], ['question'], ['shift', 5000]).clock, 9000), 2000);
  assert.deepEqual(after(['next'], ['timer'], ['shift', 5000]).clock, after(['next'], ['timer']).clock, 'a clock that stands has lost nothing');
});

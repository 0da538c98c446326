// How the talk keeps its time. Manual page: tests/spec/time.md
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expected, minutes, pace, planned, readPlan, sections, skips } from '../../../assets/runtime/pace.js';

const stops = [
  { id: 'opening', number: '1', last: 0, title: 'Opening' },
  { id: 'part', number: '2', last: 0, section: 0, title: 'Part' },
  { id: 'steps', number: '3', last: 2, section: 0, title: 'Steps' },
  { id: 'extra', number: '4', last: 0, section: 0, optional: true, title: 'Extra' },
  { id: 'end', number: '5', last: 1, section: 1, optional: true, title: 'End' },
  { id: 'spare', number: 'A1', last: 0, section: 1, backup: true, optional: true, title: 'Spare' },
];
const plan = readPlan('20 15 90 45 30 0');
const at = (slide, step = 0) => ({ slide, step });

test('the plan is read as the deck carries it', () => {
  assert.deepEqual(plan, [20, 15, 90, 45, 30, 0]);
  assert.equal(planned(plan), 200);
  assert.deepEqual([readPlan(undefined), readPlan('')], [[], []]);
});

test('expected time runs through the steps of a slide', () => {
  assert.deepEqual([at(0), at(1), at(2), at(2, 1), at(2, 2), at(3)].map((place) => expected(plan, stops, place)), [0, 20, 35, 65, 95, 125]);
  assert.equal(expected(plan, stops, at(4, 1)), 185, 'half of two parts');
  assert.equal(expected(plan, stops, at(5)), 200, 'a backup slide comes after all');
  assert.equal(expected(plan, stops, at(2, 9)), 125, 'a step that is gone is no longer than its slide');
  assert.equal(expected([], stops, at(2, 1)), 0, 'without a plan nothing is expected');
});

test('on time within 20 seconds or 3 percent, else behind or ahead in seconds', () => {
  assert.deepEqual(pace(120, 100, 600), { state: 'time', seconds: 20 });
  assert.deepEqual(pace(121, 100, 600), { state: 'behind', seconds: 21 });
  assert.deepEqual(pace(79, 100, 600), { state: 'ahead', seconds: 21 });
  assert.deepEqual(pace(1072, 1000, 2400), { state: 'time', seconds: 72 }, '3 % of 40 minutes');
  assert.deepEqual(pace(1072.6, 1000, 2400), { state: 'behind', seconds: 73 });
  assert.deepEqual(pace(0, 0, 0), { state: 'time', seconds: 0 });
});

test('optional slides ahead can be skipped, the one that is shown and backup slides cannot', () => {
  assert.deepEqual(skips(plan, stops, at(0)), [{ slide: 3, title: 'Extra', seconds: 45 }, { slide: 4, title: 'End', seconds: 30 }]);
  assert.deepEqual(skips(plan, stops, at(3)).map(({ slide }) => slide), [4]);
  assert.deepEqual(skips(plan, stops, at(5)), []);
  assert.deepEqual(skips([], stops, at(0)), [], 'without a plan nothing is known to be saved');
});

test('seconds are written as people read them', () => {
  const table = { 0: '0:00', 38: '0:38', 60: '1:00', 3599: '59:59', 3600: '1:00:00', 3723: '1:02:03', [-5]: '−0:05', [-3723]: '−1:02:03', 59.6: '1:00', [-0.3]: '0:00' };
  for (const [seconds, text] of Object.entries(table)) assert.equal(minutes(Number(seconds)), text, seconds);
});

test('sections have their parts of the whole, slides before the first one too', () => {
  assert.deepEqual(sections(plan, stops), [
    { section: -1, slide: 0, slides: 1, seconds: 20, from: 0, share: 0.1 },
    { section: 0, slide: 1, slides: 3, seconds: 150, from: 0.1, share: 0.75 },
    { section: 1, slide: 4, slides: 1, seconds: 30, from: 0.85, share: 0.15000000000000002 },
  ]);
});

test('without a plan all slides are equal', () => {
  assert.deepEqual(sections([], stops).map(({ from, share, seconds }) => [from, Number(share.toFixed(3)), seconds]), [[0, 0.2, 0], [0.2, 0.6, 0], [0.8, 0.2, 0]]);
  assert.deepEqual(sections([], [{ last: 0, backup: true }]), []);
});

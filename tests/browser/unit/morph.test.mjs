// What moves from slide to slide, and that the change is made in time. Manual page: tests/spec/steps.md
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { morph, settleMorph, sharedNames } from '../../../assets/runtime/morph.js';

/** A slide with parts of these names. */
function slide(...names) {
  const parts = names.map((name) => ({ dataset: { name }, style: { setProperty() {} }, closest: () => null, querySelector: () => null }));
  return { parts, querySelectorAll: () => parts };
}

/** A browser whose transitions begin and end when the test says so. */
function browser({ reduced = false, able = true } = {}) {
  const seen = { started: 0, skipped: 0, begin: () => {}, finish: () => {} };
  globalThis.matchMedia = () => ({ matches: reduced });
  globalThis.document = { hidden: false };
  if (able) globalThis.document.startViewTransition = (change) => {
    seen.started += 1;
    seen.begin = change;
    const finished = new Promise((resolve) => { seen.finish = resolve; });
    const ready = new Promise((_, reject) => { seen.reject = reject; });
    return { ready, finished, updateCallbackDone: Promise.resolve(), skipTransition: () => { seen.skipped += 1; seen.reject(new Error('skipped')); } };
  };
  return seen;
}

test('names are shared once, in the order of the first', () => {
  assert.deepEqual(sharedNames(['a', 'b', 'a', 'c'], ['c', 'a', 'd']), ['a', 'c']);
  assert.deepEqual(sharedNames([], ['a']), []);
});

test('without a shared name, a way to move or a wish for motion the change is made at once', () => {
  for (const [how, from, to] of [[{}, slide('a'), slide('b')], [{ able: false }, slide('a'), slide('a')], [{ reduced: true }, slide('a'), slide('a')], [{}, null, slide('a')]]) {
    const seen = browser(how);
    let drawn = 0;
    morph(from, to, () => { drawn += 1; });
    assert.deepEqual([drawn, seen.started], [1, 0]);
  }
});

test('a pair bears one name, first on the old slide, then on the new one, then on none', async () => {
  const seen = browser();
  const [from, to] = [slide('other', 'a'), slide('a')];
  const names = () => [from.parts[1].style.viewTransitionName ?? '', to.parts[0].style.viewTransitionName ?? ''];
  let drawn = 0;
  morph(from, to, () => { drawn += 1; });
  assert.deepEqual([drawn, names()], [0, ['pair-0', '']]);
  seen.begin();
  assert.deepEqual([drawn, names()], [1, ['', 'pair-0']]);
  seen.finish();
  await new Promise(setImmediate);
  assert.deepEqual([drawn, names(), from.parts[0].style.viewTransitionName], [1, ['', ''], undefined]);
});

test('a second move makes the first change before its own and skips its motion', async () => {
  const seen = browser();
  const order = [];
  const [one, two, three] = [slide('a'), slide('a'), slide('b')];
  morph(one, two, () => order.push('first'));
  const late = seen.begin;
  morph(two, three, () => order.push('second'));
  late();
  assert.deepEqual([order, seen.skipped], [['first', 'second'], 1]);
  morph(one, two, () => order.push('third'));
  settleMorph();
  settleMorph();
  seen.begin();
  assert.deepEqual(order, ['first', 'second', 'third']);
  assert.equal(two.parts[0].style.viewTransitionName, '');
  await new Promise(setImmediate);
});

test('a change that no frame brings comes by itself', async () => {
  browser();
  let drawn = 0;
  morph(slide('a'), slide('a'), () => { drawn += 1; });
  await new Promise((resolve) => setTimeout(resolve, 260));
  assert.equal(drawn, 1);
});

// @ts-check
// The talk's clock: starts with the first advance, may pause, and stands still while a question is answered.
// Pure values; times are milliseconds since 1970. Manual page: tests/spec/stage.md

/**
 * `kept` ms were measured before `since`, from which it runs (0: it stands). Questions likewise: `asked` ms before `asking`.
 * @typedef {{since: number, kept: number, asking: number, asked: number}} Clock
 */

/** @type {() => Clock} */
export function stopped() {
  return { since: 0, kept: 0, asking: 0, asked: 0 };
}

/** Whether it was never started. @type {(clock: Clock) => boolean} */
export function fresh(clock) {
  return !Object.values(clock).some(Boolean);
}

/** Milliseconds of the talk, without questions. @type {(clock: Clock, now: number) => number} */
export function elapsed({ since, kept }, now) {
  return since ? kept + now - since : kept;
}

/** Milliseconds of questions. @type {(clock: Clock, now: number) => number} */
export function questions({ asking, asked }, now) {
  return asking ? asked + now - asking : asked;
}

/** What was measured until now; nothing runs. @type {(clock: Clock, now: number) => Clock} */
function halted(clock, now) {
  return { since: 0, kept: elapsed(clock, now), asking: 0, asked: questions(clock, now) };
}

/** Start or pause; while a question is open it closes it. @type {(clock: Clock, now: number) => Clock} */
export function toggle(clock, now) {
  return { ...halted(clock, now), since: clock.since ? 0 : now };
}

/** The clock after `lost` ms that were no time of the talk: the machine slept, or its own clock was set. @type {(clock: Clock, lost: number) => Clock} */
export function shifted(clock, lost) {
  return { ...clock, since: clock.since && clock.since + lost, asking: clock.asking && clock.asking + lost };
}

/** Opens a question, which stops the talk's time, or closes it. @type {(clock: Clock, now: number) => Clock} */
export function question(clock, now) {
  return { ...halted(clock, now), [clock.asking ? 'since' : 'asking']: now };
}

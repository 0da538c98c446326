// Presses keys at random in both windows of a deck, the audience's and the speaker's, with the mouse and reloads in between.
// After each hundred actions both windows must show the same place; no window may log an error; and at the end the heap may
// not be more than a fifth larger than after the first five hundred. The same seed presses the same keys.
//
//   node soak.mjs [DECK.html] [--actions 10000] [--seed 1]
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { launch, open, watch } from "./harness.mjs";

const ROUND = 100;
const WARM = 500;
const GROWTH = 1.2;

// Every key of the manual's table; what moves comes more often, as in a talk, and so does the key that closes.
const MOVES = ["ArrowRight", "ArrowDown", "Space", "PageDown", "n", "Enter", "ArrowLeft", "ArrowUp", "PageUp", "Backspace"];
const WHOLE = ["Shift+ArrowRight", "Shift+ArrowLeft", "Shift+PageDown", "Shift+PageUp", "Home", "End", "u", "Alt+ArrowLeft", "Escape", "Escape"];
const OTHERS = [
  "1", "2", "7", "0", "g", "/", "Control+k", "b", ".", "w", ",", "f", "F5", "Shift+F", "o", "s", "p", "t", "Shift+T", "Shift+N",
  "l", "d", "x", "z", "c", "v", "r", "q", "?", "F1", "Control+z", "Tab", "a", "3",
];

/** Random numbers from 0 to 1, the same for the same seed. */
function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The next thing that somebody does: which window, what, with what. */
function choose(chance) {
  const one = (list) => list[Math.floor(chance() * list.length)];
  const window = chance() < 0.5 ? "stage" : "presenter";
  const kind = chance();
  if (kind < 0.004) return { window, reload: true };
  if (kind < 0.05) return { window, drag: [chance(), chance(), chance(), chance()] };
  return { window, key: one(kind < 0.55 ? MOVES : kind < 0.72 ? WHOLE : OTHERS) };
}

const words = ({ window, key, drag }) => `${window}: ${key ?? (drag ? `drag ${drag.map((part) => part.toFixed(3)).join(" ")}` : "reload")}`;

async function perform(page, { key, drag }) {
  if (key) return page.keyboard.press(key);
  if (!drag) return page.reload({ waitUntil: "load" });
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 };
  const [fromX, fromY, toX, toY] = drag;
  await page.mouse.move(fromX * width, fromY * height);
  await page.mouse.down();
  await page.mouse.move(toX * width, toY * height, { steps: 4 });
  await page.mouse.up();
}

/** Nobody follows a link out of the talk; runs in the page. */
function stay() {
  addEventListener("click", (event) => event.target.closest?.("a[href]:not([href^='#'])") && event.preventDefault(), true);
}

/** What both windows must agree on. Where the audience is held is part of it; what a window draws is not. */
function shared(page) {
  return page.evaluate(() => {
    const { at, frozen, cover, color, zoom } = globalThis.deckle.session();
    return JSON.stringify({ at, frozen, cover, color, zoom });
  });
}

/** Waits until both windows say the same, at most three seconds; then says what each of them says. */
async function agreement(pages) {
  for (let tries = 0; ; tries++) {
    const [stage, presenter] = await Promise.all([shared(pages.stage), shared(pages.presenter)]);
    if (stage === presenter || tries === 60) return { stage, presenter };
    await sleep(50);
  }
}

/** Closes what is open, clears what is drawn, goes to the first slide: the state in which heaps are compared. */
async function rest(pages) {
  for (const page of [pages.stage, pages.presenter]) {
    await page.evaluate(() => document.activeElement?.blur());
    for (const key of ["Escape", "Escape", "Escape", "c", "Home", "Home"]) await page.keyboard.press(key);
  }
  await sleep(1000);
}

/** Bytes in the heap after two collections, and nodes and listeners that are still alive. */
async function memory(page) {
  const remote = await page.context().newCDPSession(page);
  await remote.send("Performance.enable");
  for (let count = 0; count < 2; count++) await remote.send("HeapProfiler.collectGarbage");
  const { usedSize } = await remote.send("Runtime.getHeapUsage");
  const { metrics } = await remote.send("Performance.getMetrics");
  const value = (name) => metrics.find((metric) => metric.name === name)?.value;
  await remote.detach();
  return { heap: usedSize, nodes: value("Nodes"), listeners: value("JSEventListeners") };
}

/** Opens the speaker's window with its key, as a speaker does, or by its address, which is the way when the key is not to be had. */
async function openPresenter(stage) {
  const opened = (timeout) => stage.waitForEvent("popup", { timeout });
  const byKey = opened(3000).catch(() => null);
  await stage.keyboard.press("p");
  let presenter = await byKey;
  if (!presenter) {
    const byAddress = opened(5000);
    await stage.evaluate(() => void globalThis.open(`${location.href.split("#")[0]}#presenter`));
    presenter = await byAddress;
  }
  await presenter.waitForLoadState("load");
  return presenter;
}

/**
 * Plays `actions` random actions on a deck. Throws, with the last actions and the seed, when something is wrong.
 * Returns the memory of both windows after the first five hundred and at the end.
 */
export async function soak(browser, deck, { actions, seed, say = () => {} }) {
  const { page: stage, problems, close } = await open(browser, deck, { reducedMotion: "no-preference" });
  const address = stage.url().split("#")[0];
  await stage.context().addInitScript(stay);
  await stage.evaluate(stay);
  const pages = { stage, presenter: await openPresenter(stage) };
  watch(pages.presenter, address, problems);
  // The key for the speaker's window finds the one that is there; if it opens another, that one is closed like a stray window.
  let strays = 0;
  stage.context().on("page", (page) => {
    strays++;
    page.close();
  });
  const chance = random(seed);
  const last = [];
  const fail = (what) => {
    throw new Error(`${what}\n  seed ${seed}, the last actions:\n  ${last.slice(-25).join("\n  ")}`);
  };
  let before;
  for (let count = 1; count <= actions; count++) {
    const action = choose(chance);
    last.push(words(action));
    await perform(pages[action.window], action);
    if (problems.length > 0) fail(`after ${count} actions:\n  ${problems.join("\n  ")}`);
    if (count % ROUND === 0) {
      const said = await agreement(pages);
      if (said.stage !== said.presenter) fail(`after ${count} actions the windows differ:\n  stage     ${said.stage}\n  presenter ${said.presenter}`);
      last.length = 0;
      if (count % 1000 === 0) say(`${count} actions, both at ${said.stage}`);
    }
    if (count === WARM) {
      await rest(pages);
      before = { stage: await memory(pages.stage), presenter: await memory(pages.presenter) };
    }
  }
  await rest(pages);
  const after = { stage: await memory(pages.stage), presenter: await memory(pages.presenter) };
  for (const window of before ? ["stage", "presenter"] : []) {
    if (after[window].heap > before[window].heap * GROWTH) fail(`the heap of ${window} grew from ${before[window].heap} to ${after[window].heap} bytes`);
  }
  if (strays > 0) fail(`${strays} more windows were opened`);
  await close();
  return { before, after };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const given = process.argv.slice(2);
  const number = (name, otherwise) => (given.includes(name) ? Number(given.splice(given.indexOf(name), 2)[1]) : otherwise);
  const [actions, seed] = [number("--actions", 10000), number("--seed", 1)];
  const deck = given[0] ?? fileURLToPath(new URL("../../target/decks/cs-461-apertus.html", import.meta.url));
  const browser = await launch();
  try {
    const { before, after } = await soak(browser, deck, { actions, seed, say: console.log });
    for (const window of ["stage", "presenter"]) {
      const line = (memory) => `${(memory.heap / 1e6).toFixed(2)} MB, ${memory.nodes} nodes, ${memory.listeners} listeners`;
      console.log(`${window}: ${before ? `${line(before[window])} → ` : ""}${line(after[window])}`);
    }
  } finally {
    await browser.close();
  }
}

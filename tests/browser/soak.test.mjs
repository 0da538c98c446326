// A thousand random actions in both windows of a deck ($DECKLE_SOAK for another number); see soak.mjs. Manual: tests/spec/stage.md.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch } from "./harness.mjs";
import { soak } from "./soak.mjs";

const DECK = fileURLToPath(new URL("../../target/decks/cs-461-apertus.html", import.meta.url));
const actions = Number(process.env.DECKLE_SOAK ?? 1000);

test(`${actions} random actions in two windows`, async (context) => {
  assert.ok(existsSync(DECK), `${DECK} is not there: \`tests/run decks\` builds it`);
  const browser = await launch();
  try {
    const { before, after } = await soak(browser, DECK, { actions, seed: 1 });
    assert.ok(after.stage.heap > 0 && after.presenter.heap > 0);
    const megabytes = (memory) => Object.entries(memory ?? {}).map(([window, { heap }]) => `${window} ${(heap / 1e6).toFixed(2)} MB`).join(", ");
    context.diagnostic(`heap: ${megabytes(before)} → ${megabytes(after)}`);
  } finally {
    await browser.close();
  }
});

// Strokes and parts of the canvas (assets/runtime/geometry.js), without a browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import { curves, part } from "../../../assets/runtime/geometry.js";

test("a stroke begins and ends at its points and goes through the middles between them", () => {
  assert.deepEqual(curves([0, 0, 5, 10, 0, 5, 10, 20, 5]), [{ width: 5, line: "M0 0Q0 0 5 0Q10 0 10 10Q10 20 10 20" }]);
  assert.deepEqual(curves([]), []);
});

test("another width begins another curve where the one before ends", () => {
  assert.deepEqual(curves([0, 0, 5, 10, 0, 6]), [
    { width: 5, line: "M0 0Q0 0 5 0" },
    { width: 6, line: "M5 0Q10 0 10 0" },
  ]);
});

test("a single point is a dot", () => {
  assert.deepEqual(curves([3, 4, 5]), [{ width: 5, line: "M3 4Q3 4 3 4h.1" }]);
});

test("a part shows nothing beside the canvas and is at most six times as large", () => {
  assert.deepEqual(part(0, 0, 2, { width: 1280, height: 720 }), { x: 320, y: 180, scale: 2 });
  assert.deepEqual(part(1280, 300, 4, { width: 1280, height: 720 }), { x: 1120, y: 300, scale: 4 });
  assert.deepEqual(part(640, 360, 99, { width: 1280, height: 720 }), { x: 640, y: 360, scale: 6 });
  assert.equal(part(100, 100, 1, { width: 1280, height: 720 }), null);
  assert.equal(part(100, 100, 0.5, { width: 1280, height: 720 }), null);
});

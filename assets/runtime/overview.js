// @ts-check
/** @typedef {import('./start.js').Stage} Stage */

/** @param {Stage} stage */
export function overview(stage) {}

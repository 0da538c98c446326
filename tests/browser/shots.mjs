// Pictures of a deck for people to look at: every slide at its last step, and contact sheets of six.
//
//   node shots.mjs OUT_DIR DECK.html [--dark | --light] [--steps] [--only ID,ID]
//
// --steps takes a picture of every step instead of the last one.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, open } from "./harness.mjs";
import { slides } from "./probes.mjs";
import { goTo } from "./walk.mjs";

const A_SHEET = 6;
const SHEET = `
  body { margin: 0; background: #888; font: 18px sans-serif; display: grid; grid-template-columns: 780px 780px; gap: 8px; padding: 8px; }
  figure { margin: 0; background: white } img { display: block; width: 780px } figcaption { padding: 2px 8px; background: #ccc }`;

function wanted(all, options) {
  const chosen = options.only ? all.filter((slide) => options.only.split(",").includes(slide.id)) : all;
  return chosen.flatMap(({ id, number, steps }) => {
    const first = options.steps ? 0 : steps;
    return Array.from({ length: steps - first + 1 }, (_, index) => ({ id, number, step: first + index, steps }));
  });
}

async function contactSheets(browser, directory, shots) {
  const page = await browser.newPage({ viewport: { width: 1584, height: 600 } });
  for (let first = 0; first < shots.length; first += A_SHEET) {
    const figures = shots.slice(first, first + A_SHEET).map(({ label, png }) =>
      `<figure><img src="data:image/png;base64,${png.toString("base64")}"><figcaption>${label}</figcaption></figure>`);
    await page.setContent(`<!doctype html><meta charset="utf-8"><style>${SHEET}</style>${figures.join("")}`);
    const name = join(directory, `sheet-${String(first / A_SHEET + 1).padStart(2, "0")}.png`);
    writeFileSync(name, await page.screenshot({ fullPage: true }));
    console.log(name);
  }
}

async function main(directory, deck, options) {
  mkdirSync(directory, { recursive: true });
  const browser = await launch();
  try {
    const { page, close } = await open(browser, deck, { dark: options.dark });
    // A deck may have colours of its own.
    if (options.dark || options.light) await page.evaluate((name) => (document.documentElement.dataset.color = name), options.dark ? "dark" : "light");
    const shots = [];
    for (const { id, number, step, steps } of wanted(await page.evaluate(slides), options)) {
      await goTo(page, id, step);
      const png = await page.screenshot({ animations: "disabled" });
      const name = `${number.padStart(3, "0")}-${id}${options.steps ? `.${step}` : ""}.png`;
      writeFileSync(join(directory, name.replace(/[^\w.-]/g, "_")), png);
      shots.push({ label: `${number} · ${id}${steps > 0 ? ` · step ${step} of ${steps}` : ""}`, png });
    }
    await contactSheets(browser, directory, shots);
    await close();
  } finally {
    await browser.close();
  }
}

const words = process.argv.slice(2);
const only = words.includes("--only") ? words.splice(words.indexOf("--only"), 2)[1] : undefined;
const flags = words.filter((word) => word.startsWith("--"));
const names = words.filter((word) => !word.startsWith("--"));
if (names.length !== 2) {
  console.error("usage: node shots.mjs OUT_DIR DECK.html [--dark | --light] [--steps] [--only ID,ID]");
  process.exit(2);
}
await main(names[0], names[1], { dark: flags.includes("--dark"), light: flags.includes("--light"), steps: flags.includes("--steps"), only });

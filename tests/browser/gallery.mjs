// The gallery: the tour in every theme, one contact sheet each, for the README and for the eyes.
//
//   node gallery.mjs [OUT_DIR] [--all]
//
// Writes gallery-THEME.png into docs/ (or OUT_DIR): twelve slides in the colours that the theme has by itself, four in the
// other ones. --all shows every slide in both colours instead, for looking closely. `$DECKLE` names another program.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, open } from "./harness.mjs";
import { slides } from "./probes.mjs";
import { goTo } from "./walk.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DECKLE = process.env.DECKLE ?? join(ROOT, "target/debug/deckle");
/** What shows most of a theme: twelve slides, then four in the other colours. */
const FIRST = "tour agenda layouts comparison timeline statement big-number image-right chart-log math table mermaid".split(" ");
const OTHER = "tour statement table code".split(" ");
const [COLUMNS, WIDTH, GAP] = [4, 400, 8];

const themes = readdirSync(join(ROOT, "themes")).sort((one, other) => (other === "lectern") - (one === "lectern") || one.localeCompare(other));

/** The theme's own colours: what the page shows when the machine asks for nothing. */
const ownColor = (page) => page.evaluate(() => (getComputedStyle(document.documentElement).colorScheme.startsWith("dark") ? "dark" : "light"));

async function shots(page, ids, color) {
  await page.evaluate((name) => (document.documentElement.dataset.color = name), color);
  const all = await page.evaluate(slides);
  const wanted = ids ? ids.map((id) => all.find((slide) => slide.id === id) ?? fail(`the tour has no slide \`${id}\``)) : all;
  const pictures = [];
  for (const { id, steps } of wanted) {
    await goTo(page, id, steps);
    pictures.push((await page.screenshot()).toString("base64"));
  }
  return pictures;
}

function fail(words) {
  throw new Error(words);
}

async function sheet(browser, pictures, file) {
  const page = await browser.newPage({ viewport: { width: COLUMNS * (WIDTH + GAP) + GAP, height: 600 } });
  const style = `body{margin:0;padding:${GAP}px;background:#6b6b6b;display:grid;grid-template-columns:repeat(${COLUMNS},${WIDTH}px);gap:${GAP}px}img{display:block;width:100%}`;
  await page.setContent(`<style>${style}</style>${pictures.map((data) => `<img src="data:image/png;base64,${data}">`).join("")}`);
  writeFileSync(file, await page.screenshot({ fullPage: true }));
  await page.close();
  console.log(file);
}

async function main(directory, everything) {
  mkdirSync(directory, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), "deckle-gallery-"));
  const browser = await launch();
  try {
    for (const theme of themes) {
      const deck = join(folder, `${theme}.html`);
      execFileSync(DECKLE, ["build", join(ROOT, "decks/tour.md"), "--theme", theme, "-q", "-o", deck], { stdio: ["ignore", "inherit", "inherit"] });
      const { page, close } = await open(browser, deck);
      const own = await ownColor(page);
      const other = own === "dark" ? "light" : "dark";
      const pictures = [...(await shots(page, everything ? null : FIRST, own)), ...(await shots(page, everything ? null : OTHER, other))];
      await close();
      await sheet(browser, pictures, join(directory, `gallery-${theme}.png`));
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

const [directory = join(ROOT, "docs")] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
await main(directory, process.argv.includes("--all"));

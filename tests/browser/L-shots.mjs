// node L-shots.mjs OUT.png DECK.html ids(comma) [aspect] [dark] [theme]
import { readFileSync, writeFileSync } from "node:fs";
import { launch } from "./harness.mjs";
import { pathToFileURL } from "node:url";
const [out, deck, ids, aspect = "16:9", dark = "", theme = "lectern"] = process.argv.slice(2);
const browser = await launch();
const W = aspect === "4:3" ? 960 : 1280, H = aspect === "16:10" ? 800 : 720;
const ctx = await browser.newContext({ viewport: { width: W, height: H }, bypassCSP: true, reducedMotion: "reduce", colorScheme: dark === "dark" ? "dark" : "light" });
const page = await ctx.newPage();
await page.goto(pathToFileURL(deck).href);
const root = new URL("../../", import.meta.url).pathname;
const css = ["assets/page/frame.css", "assets/page/look.css", `themes/${theme}/theme.css`, "assets/page/media.css"].map((f) => readFileSync(root + f, "utf8")).join("\n");
if (process.env.RAW !== "1") await page.evaluate(({ css }) => {
  const style = document.createElement("style"); style.textContent = "@layer frame, look, theme, talk;\n" + css.replaceAll("@layer frame", "@layer frame.b").replaceAll("@layer look", "@layer look.b").replaceAll("@layer theme", "@layer theme.b");
  const olds = [...document.querySelectorAll("style")];
  const first = olds[0];
  const old = first.textContent;
  const keep = [...old.matchAll(/@font-face\{[^}]*\}/g)].map((m) => m[0]).join("");
  const math = old;
  style.textContent = keep + css;
  window.__old = old.length;
  first.before(style);
  // keep old after? the old rules in the same layers come later and win: remove the rules of frame/look/theme layers
  for (const sheet of document.styleSheets) {
    if (sheet.ownerNode === style) continue;
    for (let i = sheet.cssRules.length - 1; i >= 0; i--) {
      const rule = sheet.cssRules[i];
      if (rule.constructor.name === "CSSLayerBlockRule" && ["frame", "look", "theme"].includes(rule.name)) sheet.deleteRule(i);
    }
  }
}, { css });
await page.evaluate((aspect) => { document.documentElement.dataset.aspect = aspect; }, aspect);
await page.evaluate(() => document.fonts.ready.then(() => true));
const all = await page.evaluate(() => [...document.querySelectorAll("main.deck > section.slide")].map((s) => [s.id, s.dataset.lastStep, s.className]));
const wanted = ids === "all" ? all : all.filter(([id]) => ids.split(",").includes(id));
const shots = [];
for (const [id, step] of wanted) {
  await page.evaluate((h) => (location.hash = h), `#${id}${step > 0 ? "." + step : ""}`);
  await page.evaluate(() => new Promise((d) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(d, 30, true)))));
  const info = await page.evaluate((id) => { const s = document.getElementById(id); return s.className + " " + (s.dataset.overflow ?? ""); }, id);
  shots.push([info + " #" + id, await page.screenshot()]);
}
if (wanted.length === 1) writeFileSync(out, shots[0][1]);
else {
  const p = await browser.newPage({ viewport: { width: 1600, height: 600 } });
  const cols = wanted.length > 6 ? 3 : 2;
  const w = cols === 3 ? 520 : 785;
  await p.setContent(`<style>body{margin:0;background:#888;display:grid;grid-template-columns:repeat(${cols},${w}px);gap:8px;padding:8px;font:14px sans-serif}figure{margin:0;background:#ccc}img{width:${w}px;display:block}</style>` + shots.map(([l, b]) => `<figure><img src="data:image/png;base64,${b.toString("base64")}"><figcaption>${l}</figcaption></figure>`).join(""));
  writeFileSync(out, await p.screenshot({ fullPage: true }));
}
await browser.close();

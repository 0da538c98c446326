// Opens pages in the installed Chromium and keeps watch: a network request, an error on the console or an error of
// the page is a failure of whoever opened it. Used by every test and tool in this folder.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser to use: $CHROMIUM, else Debian's. Throws when there is none. */
export function browserPath() {
  const path = process.env.CHROMIUM || PLACES.find((place) => existsSync(place));
  if (path && existsSync(path)) return path;
  throw new Error(
    `there is no Chromium${path ? ` at ${path}` : ""}: install it (apt-get install chromium) or name it in $CHROMIUM`,
  );
}

/** Starts a headless Chromium that asks the network for nothing of its own accord. */
export function launch() {
  return chromium.launch({
    executablePath: browserPath(),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--no-first-run",
      "--disable-quic",
      "--font-render-hinting=none",
      "--force-color-profile=srgb",
    ],
  });
}

/**
 * Opens a deck by its file name, as a double click would.
 *
 * `options.hash` is appended to the address; `dark`, `javaScript`, `width`, `height`, `scale`, `touch` and `reducedMotion` set the scene;
 * only with `online` is there a network at all.
 * Returns the page and `problems`, a list that fills up while the page lives; `close()` throws if it is not empty.
 */
export async function open(browser, path, options = {}) {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1280, height: options.height ?? 720 },
    colorScheme: options.dark ? "dark" : "light",
    javaScriptEnabled: options.javaScript ?? true,
    reducedMotion: options.reducedMotion ?? "reduce",
    deviceScaleFactor: options.scale ?? 1,
    hasTouch: options.touch ?? false,
    offline: !(options.online ?? false),
  });
  const page = await context.newPage();
  const address = pathToFileURL(resolve(path)).href;
  const problems = watch(page, address, []);
  await page.goto(address + (options.hash ?? ""), { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready.then(() => true));
  const close = async () => {
    await context.close();
    if (problems.length > 0) throw new Error(`${path}:\n  ${problems.join("\n  ")}`);
  };
  return { page, problems, close };
}

/** Adds to `problems` what a page in one file never does: ask for anything but itself, write errors, throw. */
export function watch(page, address, problems) {
  page.on("request", (request) => {
    const url = request.url();
    const own = url.split(/[?#]/)[0] === address || url.startsWith("data:") || url.startsWith("blob:");
    if (!own) problems.push(`request: ${url}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`error: ${error.message}`));
  return problems;
}

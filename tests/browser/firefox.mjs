// Opens pages in the installed Firefox over WebDriver BiDi and keeps the same watch as harness.mjs: a network request, an
// error on the console or an error of the page is a failure of whoever opened it. playwright-core drives only a patched
// Firefox of its own; puppeteer-core drives the one that people have, and fetches nothing.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

// Nothing leaves the machine, whatever a page asks for, and windows that a page opens are not blocked as advertising.
const PREFERENCES = {
  "network.proxy.type": 1,
  "network.proxy.http": "127.0.0.1",
  "network.proxy.http_port": 9,
  "network.proxy.ssl": "127.0.0.1",
  "network.proxy.ssl_port": 9,
  "dom.disable_open_during_load": false,
  "browser.link.open_newwindow.restriction": 0,
};

/** The browser to use: $FIREFOX, else Debian's. Throws when there is none. */
export function firefoxPath() {
  const path = process.env.FIREFOX || PLACES.find((place) => existsSync(place));
  if (path && existsSync(path)) return path;
  throw new Error(`there is no Firefox${path ? ` at ${path}` : ""}: install it (apt-get install firefox-esr) or name it in $FIREFOX`);
}

/** Starts a headless Firefox. `preferences` are added to those that keep it from the network. */
export function launchFirefox(preferences = {}) {
  return puppeteer.launch({
    browser: "firefox",
    executablePath: firefoxPath(),
    headless: true,
    args: ["--width=1280", "--height=720"],
    extraPrefsFirefox: { ...PREFERENCES, ...preferences },
  });
}

/**
 * Opens a deck by its file name, as a double click would, in a context (cookies, storage, channels) of its own.
 *
 * `options.hash` is appended to the address; `width`, `height` and `scale` set the window.
 * Returns the page, the list `problems` that fills up while it lives, and `close()`, which throws if the list is not empty.
 * The page has the few methods that walk.mjs and the tests use, with the meaning they have in harness.mjs.
 */
export async function openInFirefox(browser, path, options = {}) {
  const context = await browser.createBrowserContext();
  const address = pathToFileURL(resolve(path)).href;
  const problems = [];
  const page = adapt(await context.newPage(), address, problems);
  await page.size(options.width ?? 1280, options.height ?? 720, options.scale);
  await page.open(address + (options.hash ?? ""));
  const close = async () => {
    await context.close();
    if (problems.length > 0) throw new Error(`${path}:\n  ${problems.join("\n  ")}`);
  };
  return { page, problems, close };
}

// A page of puppeteer with the methods of harness.mjs's pages: keys by names such as `Shift+ArrowRight`, `popup` for the
// window that an act opens.
function adapt(raw, address, problems) {
  watch(raw, address, problems);
  const evaluate = (...question) => raw.evaluate(...question);
  const fonts = () => evaluate(() => document.fonts.ready.then(() => true));
  return {
    raw,
    evaluate,
    keyboard: {
      async press(chord) {
        const names = chord === "+" ? ["+"] : chord.split("+");
        const last = names.pop();
        const key = last === "Space" ? " " : last;
        for (const name of names) await raw.keyboard.down(name);
        await raw.keyboard.press(key);
        for (const name of names.reverse()) await raw.keyboard.up(name);
      },
    },
    open: async (url) => {
      await raw.goto(url, { waitUntil: "load" });
      await fonts();
    },
    reload: async () => {
      await raw.reload({ waitUntil: "load" });
      await fonts();
    },
    size: (width, height, deviceScaleFactor = 1) => raw.setViewport({ width, height, deviceScaleFactor }),
    front: () => raw.bringToFront(),
    screenshot: () => raw.screenshot(),
    /** The window that `act` opens, watched like this one. */
    async popup(act) {
      const opened = new Promise((done, fail) => {
        raw.once("popup", done);
        setTimeout(() => fail(new Error("no window was opened within 5 s")), 5000).unref();
      });
      await act();
      return adapt(await opened, address, problems);
    },
  };
}

function watch(raw, address, problems) {
  raw.on("request", (request) => {
    const url = request.url();
    const own = url.split("#")[0] === address || /^(data|blob|about|resource|chrome):/.test(url);
    if (!own) problems.push(`request: ${url}`);
  });
  raw.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  raw.on("pageerror", (error) => problems.push(`error: ${error.message}`));
}

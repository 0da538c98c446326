// Questions that are asked inside a page: each function is sent to the browser whole, so it uses nothing from here.

/** What the deck is made of: [{ id, number, steps }] in order. */
export function slides() {
  return [...document.querySelectorAll("main.deck > section.slide")].map((section) => ({
    id: section.id,
    number: section.dataset.number,
    steps: Number(section.dataset.lastStep ?? 0),
    backup: section.classList.contains("backup"),
  }));
}

/** Which slides can be seen in the window, and where the address says we are. */
export function position() {
  const seen = [...document.querySelectorAll("section.slide")].filter((section) => {
    const box = section.getBoundingClientRect();
    const inside = box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
    return inside && getComputedStyle(section).visibility === "visible";
  });
  return { seen: seen.map((section) => section.id), hash: decodeURIComponent(location.hash) };
}

/** Elements of the shown slide whose visibility is not what `data-show` says for this step. */
export function wrongAtStep(step) {
  const section = [...document.querySelectorAll("section.slide")].find((one) => one.getBoundingClientRect().width > 0);
  const shows = (range) => {
    const [first, last] = range.split("-");
    return step >= Number(first) && (last === undefined || last === "" || step <= Number(last));
  };
  const wrong = [];
  for (const element of section.querySelectorAll("[data-show]")) {
    let wanted = true;
    for (let at = element; at && at !== section; at = at.parentElement) {
      if (at.dataset?.show) wanted &&= shows(at.dataset.show);
    }
    const style = getComputedStyle(element);
    const visible = style.visibility === "visible" && style.opacity !== "0" && style.display !== "none";
    if (visible !== wanted) wrong.push(`${section.id}, step ${step}: data-show="${element.dataset.show}" is ${visible ? "shown" : "hidden"}: ${element.textContent.slice(0, 40)}`);
  }
  return wrong;
}

/**
 * What is cut, hangs out of the canvas, overlaps something else or scrolls on one slide: a list of sentences.
 * Text is measured by the rectangles of its lines, a formula by its bases (their struts hold its true height).
 */
export function misplaced(id) {
  const section = document.getElementById(id);
  const canvas = section.querySelector(".canvas");
  const frame = canvas.getBoundingClientRect();
  const scale = frame.width / canvas.offsetWidth || 1;
  const found = [];
  const px = (length) => `${Math.round(length / scale)} px`;
  const say = (what, text) => found.push(`${id}: ${what}: ${text.trim().replace(/\s+/g, " ").slice(0, 50)}`);

  const boxes = [];
  const add = (box, element, text) => {
    if (box.width < 1.5 || box.height < 1.5) return;
    const region = element.closest(".head, .takeaway, .footnotes, .foot, .media, .body")?.classList[0] ?? "canvas";
    const block = element.closest("p, li, td, th, pre, h1, h2, h3, h4, h5, h6, figcaption, summary, dt, dd, .math.display, .foot > *") ?? element;
    boxes.push({ box, element, text, region, block, shown: getComputedStyle(element).visibility === "visible" });
  };

  const walker = document.createTreeWalker(canvas, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || element.closest("svg, template, script, style, .katex, .background, .still, .embed")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) add(box, element, node.data);
  }
  for (const base of canvas.querySelectorAll(".katex-html .base")) {
    add(base.getBoundingClientRect(), base, base.closest(".katex").querySelector("annotation")?.textContent ?? "formula");
  }
  for (const picture of canvas.querySelectorAll("img, svg")) {
    if (picture.closest(".katex, .background, .embed") || picture.matches(".layout-image-full .media :is(img, .cover > svg)")) continue;
    add(picture.getBoundingClientRect(), picture, `picture ${picture.getAttribute("alt") ?? picture.getAttribute("aria-label") ?? ""}`);
    if (picture.matches("img") && picture.naturalWidth === 0) say("picture is not drawn", picture.alt);
  }

  for (const { box, text } of boxes) {
    const out = Math.max(frame.left - box.left, frame.top - box.top, box.right - frame.right, box.bottom - frame.bottom);
    if (out > 1.5 * scale) say(`${px(out)} outside the slide`, text);
  }

  // A line's rectangle is taller than its ink: 15 % of its height at both ends may touch.
  const shrink = ({ left, right, top, bottom, height }) => ({ left, right, top: top + 0.15 * height, bottom: bottom - 0.15 * height });
  const shown = boxes.filter((one) => one.shown).map((one) => ({ ...one, ink: shrink(one.box) }));
  for (const [index, one] of shown.entries()) {
    for (const other of shown.slice(index + 1)) {
      if (one.block === other.block || one.block.contains(other.block) || other.block.contains(one.block)) continue;
      const wide = Math.min(one.ink.right, other.ink.right) - Math.max(one.ink.left, other.ink.left);
      const high = Math.min(one.ink.bottom, other.ink.bottom) - Math.max(one.ink.top, other.ink.top);
      if (wide > 2 * scale && high > 2 * scale) {
        say(`${px(wide)} × ${px(high)} of ${one.region} and ${other.region} overlap`, `${one.text.trim().slice(0, 22)} | ${other.text.trim().slice(0, 22)}`);
      }
    }
  }

  for (const element of canvas.querySelectorAll("*")) {
    // A clip lies over its still, a card over its picture.
    if (element.closest(".katex, svg, .background, template, .still, .embed")) continue;
    const style = getComputedStyle(element);
    const clips = (value) => value !== "visible";
    const wide = clips(style.overflowX) ? element.scrollWidth - element.clientWidth : 0;
    const high = clips(style.overflowY) ? element.scrollHeight - element.clientHeight : 0;
    if (element.clientWidth > 1 && Math.max(wide, high) > 1) say(`${Math.max(wide, high)} px are cut off or scroll`, element.textContent);
  }
  return [...new Set(found)];
}

/** Texts of the deck that cannot be seen in the reader view (footers and section strips are for slides only), and how far the page is too wide for its window. */
export function unreadable() {
  const hidden = [];
  const walker = document.createTreeWalker(document.querySelector("main.deck"), NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === "" || element.closest("template, script, style, svg, .katex-mathml, .vlist-s, .foot, .strip, .still, .embed button")) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const style = getComputedStyle(element);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || style.visibility !== "visible" || style.opacity === "0") {
      hidden.push(`${element.closest("section")?.id}: ${node.data.trim().slice(0, 60)}`);
    }
  }
  return { hidden, tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth };
}

/** Milliseconds from opening the page until the first text or picture was painted. */
export function firstPaint() {
  return new Promise((resolve) => {
    const observer = new PerformanceObserver((list) => {
      const [entry] = list.getEntriesByName("first-contentful-paint");
      if (entry) resolve(Math.round(entry.startTime));
    });
    observer.observe({ type: "paint", buffered: true });
    setTimeout(() => resolve(Infinity), 5000);
  });
}

/** Ids that stand twice, and links inside the deck that lead nowhere. */
export function brokenLinks() {
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id ${id} stands twice`);
  const known = new Set(ids);
  const loose = [...document.querySelectorAll('a[href^="#"]')]
    .map((link) => decodeURIComponent(link.getAttribute("href").slice(1)))
    .filter((target) => !known.has(target) && !known.has(target.replace(/\.\d+$/, "")) && !/^A?\d+$/.test(target))
    .map((target) => `link to #${target} leads nowhere`);
  return [...twice, ...loose];
}

/** Tries to run what must not run and to ask the server `outside` for things; the answer says what ran. */
export async function canary(outside) {
  const through = [];
  globalThis.canary = (name) => through.push(name);
  const violations = [];
  document.addEventListener("securitypolicyviolation", (event) => violations.push(event.effectiveDirective));
  const host = document.createElement("div");
  document.body.append(host);
  host.innerHTML =
    '<img src="nowhere.png" onerror="canary(\'img onerror\')"><svg onload="canary(\'svg onload\')"></svg>' +
    '<a id="canary-link" href="javascript:canary(\'javascript link\')">x</a>' +
    '<iframe srcdoc="<script>parent.canary(\'iframe\')</script>"></iframe>' +
    `<img src="${outside}/pixel.png"><link rel="stylesheet" href="${outside}/a.css"><video src="${outside}/film.mp4"></video>`;
  const script = document.createElement("script");
  script.textContent = "canary('inline script')";
  host.append(script);
  host.querySelector("#canary-link").click();
  // Later, because code that the browser's remote control starts may use eval whatever the policy says.
  setTimeout(() => new Function("canary('new Function')")(), 0);
  await fetch(outside, { mode: "no-cors" }).then(() => through.push("fetch"), () => {});
  await new Promise((resolve) => setTimeout(resolve, 500));
  host.remove();
  return { through, violations: [...new Set(violations)].sort() };
}

/**
 * Keeps the browser's layout shifts from now on, those right after a key too; `takeShifts` hands them over.
 * Whoever turns a slide takes and forgets what that shifted.
 */
export function watchShifts() {
  const observer = new PerformanceObserver(() => {});
  observer.observe({ type: "layout-shift" });
  globalThis.takeShifts = () => observer.takeRecords().reduce((sum, { value }) => sum + value, 0);
}

/**
 * Remembers where all boxes of a slide are (`first`), or says which have moved or changed their size since the last call.
 * What has not been revealed has its box already.
 */
export function movedBoxes({ id, first }) {
  const boxes = new Map();
  for (const element of document.getElementById(id).querySelectorAll(".canvas, .canvas *")) {
    const { x, y, width, height } = element.getBoundingClientRect();
    boxes.set(element, [x, y, width, height].map((length) => Math.round(length * 20) / 20).join(" "));
  }
  const moved = [];
  if (!first) {
    for (const [element, box] of boxes) {
      const before = globalThis.boxesBefore.get(element);
      if (before !== box) moved.push(`${id}, at ${location.hash}: ${element.localName}.${element.classList} ${before ?? "was not there"} → ${box}: ${element.textContent.trim().slice(0, 40)}`);
    }
  }
  globalThis.boxesBefore = boxes;
  return moved;
}

/** Whether the shown slide's canvas is wholly in the window, in its middle, and touches two opposite edges: a list of sentences. */
export function unframed() {
  const slide = [...document.querySelectorAll("section.slide")].find((one) => one.getBoundingClientRect().width > 0);
  const { left, top, right, bottom } = slide.querySelector(".canvas").getBoundingClientRect();
  const wrong = [];
  const edges = [left, top, innerWidth - right, innerHeight - bottom].map((gap) => Math.round(gap * 10) / 10);
  const [toLeft, toTop, toRight, toBottom] = edges;
  if (Math.min(...edges) < -0.5) wrong.push("hangs out of the window");
  if (Math.abs(toLeft - toRight) > 1 || Math.abs(toTop - toBottom) > 1) wrong.push("is not in the middle");
  if (Math.min(toLeft, toTop) > 1) wrong.push("is smaller than it could be");
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) wrong.push(`makes the page ${scrollWidth} × ${scrollHeight} px`);
  return wrong.map((what) => `${slide.id} ${what}: gaps of ${edges.join(", ")} px in ${innerWidth} × ${innerHeight}`);
}

/** Names of the panels, dialogs and boxes that are open. */
export function openPanels() {
  return [...document.querySelectorAll(".panel, .help, dialog, [role=dialog]")]
    .filter((panel) => panel.getBoundingClientRect().width > 0 && getComputedStyle(panel).visibility === "visible")
    .map((panel) => panel.className || panel.localName);
}

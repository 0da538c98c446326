// The contrast of every text of a deck with what is behind it, as the browser computes both: the real style sheets, no list
// of tokens. Runs inside the page. Formula: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.

/**
 * Texts whose contrast is below `least`, one line each: slide, ratio, colours, the text. Text over a picture is left out,
 * whose scrim is a matter of its pixels; so is code that is dimmed because other lines are lit, and what is `aria-hidden`.
 * @type {(least: number) => string[]}
 */
export function lowContrast(least) {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  // Any CSS colour as red, green, blue, alpha: painted on one pixel and read back.
  const rgba = (css) => {
    if (!known.has(css)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = css;
      canvas.fillRect(0, 0, 1, 1);
      known.set(css, [...canvas.getImageData(0, 0, 1, 1).data]);
    }
    return known.get(css);
  };
  const over = ([r, g, b, a], [R, G, B]) => [r, g, b].map((part, at) => (part * a + [R, G, B][at] * (255 - a)) / 255).concat(255);
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ratio = (one, two) => {
    const [high, low] = [luminance(one), luminance(two)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  // What is behind an element: its own ground and those around it, as far as one covers. A gradient counts by its last colour.
  const behind = (element) => {
    const layers = [];
    for (let node = element; node; node = node.parentElement) {
      const style = getComputedStyle(node);
      const stops = style.backgroundImage.match(/(?:rgba?|color|oklab|oklch)\([^()]*\)/g);
      const colour = rgba(stops ? stops[stops.length - 1] : style.backgroundColor);
      if (colour[3] > 0) layers.push(colour);
      if (colour[3] === 255) break;
    }
    return layers.reduceRight((ground, layer) => over(layer, ground), [255, 255, 255, 255]);
  };
  // What is behind words of a drawing: what is filled where they stand and drawn before them, over the ground of the drawing.
  const drawnBehind = (text) => {
    const svg = text.ownerSVGElement;
    const { left, top, width, height } = text.getBoundingClientRect();
    let ground = behind(svg);
    for (const shape of svg.querySelectorAll("rect, path, circle, ellipse, polygon")) {
      if (!(text.compareDocumentPosition(shape) & Node.DOCUMENT_POSITION_PRECEDING) || shape.closest("defs, clipPath, mask")) continue;
      const { fill, fillOpacity, opacity, visibility } = getComputedStyle(shape);
      if (fill === "none" || visibility !== "visible") continue;
      const middle = new DOMPoint(left + width / 2, top + height / 2).matrixTransform(shape.getScreenCTM().inverse());
      if (!shape.isPointInFill(middle)) continue;
      const [r, g, b, a] = rgba(fill);
      ground = over([r, g, b, a * fillOpacity * opacity], ground);
    }
    return ground;
  };
  const found = [];
  for (const slide of document.querySelectorAll(".slide")) {
    const isOverPicture = slide.querySelector(".background.side-full img, .background.side-full svg, .layout-image-full .media :is(img, .cover)")
      || (slide.matches(".layout-image-full") && slide.querySelector(".media :is(img, .cover)"));
    if (isOverPicture) continue;
    const seen = new Set();
    const walker = document.createTreeWalker(slide, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const words = text.data.trim();
      const element = text.parentElement;
      if (!words || !element || element.closest(".katex-mathml, .live, script, style, title, desc, [aria-hidden=true], [data-dim]")) continue;
      const style = getComputedStyle(element);
      const colour = rgba(element instanceof SVGElement ? style.fill : style.color);
      const ground = element instanceof SVGElement ? drawnBehind(element) : behind(element);
      const shown = ratio(over(colour, ground), ground);
      const key = `${colour} ${ground}`;
      // High contrast is promised on ground and surface; on what is filled in a drawing words have to be readable.
      if (shown >= (element instanceof SVGElement ? Math.min(least, 4.5) : least) || seen.has(key)) continue;
      seen.add(key);
      const hex = (parts) => `#${parts.slice(0, 3).map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
      found.push(`${slide.id}: ${shown.toFixed(2)} : 1, ${hex(over(colour, ground))} on ${hex(ground)}, "${words.slice(0, 40)}"`);
    }
  }
  return found;
}

// Moving through an open deck, as a speaker or as a link does.
import { position } from "./probes.mjs";

/** The address of a slide at a step: `#id` at step 0, else `#id.step`. */
export function address(id, step) {
  return step > 0 ? `#${id}.${step}` : `#${id}`;
}

/** Two frames later everything that a key or a link set off has been drawn, and a moment after that it stands in the address. */
export function settled(page) {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 40, true)))));
}

/** Follows a link to a slide at a step. Throws when the deck does not get there. */
export async function goTo(page, id, step) {
  await page.evaluate((hash) => (location.hash = hash), address(id, step));
  await settled(page);
  const { seen } = await page.evaluate(position);
  if (seen.length !== 1 || seen[0] !== id) throw new Error(`the link ${address(id, step)} shows ${seen.join(", ") || "nothing"}`);
}

/** Presses a key and says where the deck is then. */
export async function press(page, key) {
  await page.keyboard.press(key);
  await settled(page);
  return page.evaluate(position);
}

/** The pixels of a picture taken now as one colour, `null` if there are several. */
export async function onlyColour(page) {
  await settled(page);
  const png = (await page.screenshot({ animations: "disabled" })).toString("base64");
  const other = await page.context().browser().newPage();
  const colour = await other.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const words = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    return words.every((word) => word === words[0]) ? `#${(words[0] & 0xffffff).toString(16).padStart(6, "0")}` : null;
  }, png);
  await other.close();
  return colour;
}

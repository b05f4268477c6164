// @ts-check
// A setting as the end of an address: numbers of known names, and never anything else.

/** @typedef {import("./knobs.js").Knob} Knob */
/**
 * @typedef {Record<string, number> & {starts?: never}} Knobs
 * @typedef {{knobs: Record<string, number>, starts: number[][]}} Numbers
 * @typedef {{id: string, knobs: string[], numbers: Numbers, window: number[][]}} Preset
 */

const NUMBER = /^-?\d{1,9}(\.\d{1,20})?(e-?\d{1,2})?$/i;

/**
 * @param {string} hash @param {Preset[]} presets @param {Knob[]} knobs
 * @returns {{preset: Preset, numbers: Numbers, strange: boolean, bounded: boolean} | undefined} what a link says;
 *   `strange` where a part of it is no number of that demonstration, `bounded` where one was moved into its bounds
 */
export function readLink(hash, presets, knobs) {
  const parts = [...new URLSearchParams(hash.replace(/^#/, ""))];
  const preset = presets.find(({ id }) => parts.some(([name, value]) => name === "preset" && value === id));
  if (!preset) return undefined;
  const numbers = copyOf(preset.numbers);
  let strange = false;
  for (const [name, value] of parts) {
    if (name === "preset") continue;
    if (name === "starts") strange = !readStarts(value, numbers) || strange;
    else if (preset.knobs.includes(name) && NUMBER.test(value)) numbers.knobs[name] = Number(value);
    else strange = true;
  }
  const read = JSON.stringify(numbers);
  moveIntoBounds(numbers, preset, knobs);
  return { preset, numbers, strange, bounded: JSON.stringify(numbers) !== read };
}

/** As Python would, which draws the picture.  @param {Numbers} numbers @param {Preset} preset @param {Knob[]} knobs */
function moveIntoBounds(numbers, preset, knobs) {
  const within = (/** @type {number} */ value, /** @type {number} */ low, /** @type {number} */ high) =>
    Math.min(Math.max(value, low), high);
  for (const { name, low, high, whole } of knobs) {
    if (!(name in numbers.knobs)) continue;
    const inside = within(numbers.knobs[name], low, high);
    numbers.knobs[name] = whole ? Math.round(inside) : inside;
  }
  numbers.starts = numbers.starts.map((start) =>
    start.map((value, place) => within(value, preset.window[place][0], preset.window[place][1])),
  );
}

/** @param {string} text @param {Numbers} numbers @returns {boolean} whether it holds as many numbers as there are */
function readStarts(text, numbers) {
  const starts = text.split("_").map((start) => start.split(","));
  const fits =
    starts.length === numbers.starts.length &&
    starts.every((start, place) => start.length === numbers.starts[place].length && start.every((one) => NUMBER.test(one)));
  if (fits) numbers.starts = starts.map((start) => start.map(Number));
  return fits;
}

/** @param {Preset} preset @param {Numbers} numbers @returns {string} what is other than in the demonstration */
export function writeLink(preset, numbers) {
  const parts = [`preset=${preset.id}`];
  for (const name of preset.knobs) {
    if (numbers.knobs[name] !== preset.numbers.knobs[name]) parts.push(`${name}=${numbers.knobs[name]}`);
  }
  const starts = numbers.starts.map((start) => start.join(",")).join("_");
  if (starts !== preset.numbers.starts.map((start) => start.join(",")).join("_")) parts.push(`starts=${starts}`);
  return `#${parts.join("&")}`;
}

/** @param {Numbers} numbers @returns {Numbers} */
export function copyOf(numbers) {
  return { knobs: { ...numbers.knobs }, starts: numbers.starts.map((start) => [...start]) };
}

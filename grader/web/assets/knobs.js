// @ts-check
// The numbers of a demonstration as sliders, each beside a field in which it can be typed.

import { say, tell } from "./status.js";

/**
 * @typedef {import("./link.js").Numbers} Numbers
 * @typedef {{name: string, low: number, high: number, step: number, log: boolean, whole: boolean, label: string}} Knob
 * @typedef {{knobs: string[], window: number[][], coordinates: string[]}} Shown
 */

const DIGITS = 3; // of a number that a slider is moved to

/** Makes and reads the inputs of one demonstration. */
export class KnobBoard {
  /** @param {HTMLElement} place @param {Knob[]} known @param {() => void} changed */
  constructor(place, known, changed) {
    this.place = place;
    this.known = known;
    this.changed = changed;
    /** @type {Numbers} */
    this.numbers = { knobs: {}, starts: [] };
    /** @type {(() => void)[]} */
    this.shows = [];
  }

  /** @param {Shown} preset @param {Numbers} numbers */
  open(preset, numbers) {
    this.numbers = numbers;
    this.shows = [];
    const rows = preset.knobs.map((name) => this.row(/** @type {Knob} */ (this.known.find((knob) => knob.name === name)), numbers.knobs, name));
    const starts = numbers.starts.flatMap((start, place) =>
      preset.window.map(([low, high], coordinate) => {
        const label =
          numbers.starts.length > 1
            ? say("START_COORDINATE", { number: place + 1, coordinate: preset.coordinates[coordinate] })
            : say("ONLY_START_COORDINATE", { coordinate: preset.coordinates[coordinate] });
        const knob = { name: `start-${place}-${coordinate}`, low, high, step: 0.01, log: false, whole: false, label };
        return this.row(knob, start, coordinate);
      }),
    );
    this.place.replaceChildren(...rows, ...starts);
    this.show();
  }

  /** Put the numbers into the inputs. */
  show() {
    for (const show of this.shows) show();
  }

  /** @template {string | number} K @param {Knob} knob @param {Record<K, number>} held @param {K} key */
  row(knob, held, key) {
    const row = document.createElement("div");
    row.className = "knob";
    const label = document.createElement("label");
    label.textContent = knob.label;
    label.id = `label-${knob.name}`;
    label.htmlFor = `knob-${knob.name}`;
    const slider = input("range", knob.log ? Math.log10(knob.low) : knob.low, knob.log ? Math.log10(knob.high) : knob.high);
    slider.step = `${knob.log ? 0.01 : knob.step}`;
    slider.id = `slider-${knob.name}`;
    slider.setAttribute("aria-labelledby", label.id);
    const field = input("number", knob.low, knob.high);
    field.step = knob.whole ? "1" : "any";
    field.id = label.htmlFor;
    row.append(label, slider, field);
    const show = () => {
      slider.value = `${knob.log ? Math.log10(held[key]) : held[key]}`;
      slider.setAttribute("aria-valuetext", `${held[key]}`);
      if (document.activeElement !== field) field.value = `${Number(held[key].toPrecision(6))}`;
    };
    const move = (/** @type {number} */ value) => {
      if (!Number.isFinite(value)) return;
      const inside = Math.min(Math.max(value, knob.low), knob.high);
      held[key] = knob.whole ? Math.round(inside) : inside;
      show();
      this.changed();
    };
    slider.addEventListener("input", () => {
      const value = Number(slider.value);
      move(knob.log ? Number((10 ** value).toPrecision(DIGITS)) : Number(value.toFixed(6)));
    });
    field.addEventListener("input", () => field.value !== "" && move(Number(field.value)));
    field.addEventListener("change", () => {
      const typed = Number(field.value);
      if (field.value !== "" && (typed < knob.low || typed > knob.high)) {
        tell(say("VALUE_BOUNDED", { label: knob.label, low: knob.low, high: knob.high, value: held[key] }));
      }
      field.value = `${Number(held[key].toPrecision(6))}`;
    });
    this.shows.push(show);
    return row;
  }
}

/** @param {string} type @param {number} low @param {number} high */
function input(type, low, high) {
  const made = document.createElement("input");
  made.type = type;
  made.min = `${low}`;
  made.max = `${high}`;
  return made;
}

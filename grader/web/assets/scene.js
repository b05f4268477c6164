// @ts-check
// A picture that came back: shown where the last one was, and a start that is dragged in it.

import { officialPage } from "./official.js";
import { steps } from "./steps.js";
import { byId } from "./status.js";

/** @typedef {[low: number, high: number, start: number, end: number]} Axis */

const NEAR = 28; // CSS pixels within which a start is taken hold of

/** @type {Axis[]} */
let axes = [];

/** @param {string} html @param {Axis[]} frame */
export function showScene(html, frame) {
  axes = frame;
  const page = officialPage(html);
  const take = (/** @type {string} */ part) => page.querySelector(part) ?? document.createElement("div");
  const row = /** @type {HTMLInputElement | null} */ (document.getElementById("scene-s"));
  const before = row && { value: row.value, focused: document.activeElement === row };
  const lead = take(".lead");
  const told = [...take(".statuses").children];
  byId("explore-lead").replaceChildren(lead, take(".rows"));
  byId("explore-more").replaceChildren(take(".side"));
  const statuses = byId("explore-statuses");
  if (statuses.textContent !== told.map((one) => one.textContent).join("")) statuses.replaceChildren(...told);
  const now = /** @type {HTMLInputElement | null} */ (document.getElementById("scene-s"));
  steps(byId("explore"));
  if (now && before) {
    now.value = before.value;
    now.dispatchEvent(new Event("input"));
    if (before.focused) now.focus();
  }
}

/**
 * Lets a start be dragged in the first drawing.
 * @param {() => number[][]} starts @param {(place: number, point: number[]) => void} moved
 */
export function letDrag(starts, moved) {
  const place = byId("explore-lead");
  /** @type {number | undefined} */
  let held;
  place.addEventListener("pointerdown", (event) => {
    const near = starts().map((start) => distance(start, event));
    const nearest = near.indexOf(Math.min(...near));
    if (!(near[nearest] < NEAR)) return;
    held = nearest;
    place.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  place.addEventListener("pointermove", (event) => {
    place.classList.toggle("at-start", held !== undefined || starts().some((start) => distance(start, event) < NEAR));
    const point = held === undefined ? undefined : pointAt(event);
    if (held !== undefined && point) moved(held, point.slice(0, starts()[held].length));
  });
  for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => (held = undefined));
}

/** How far a start is from a pointer, in CSS pixels; of one parameter, along the axis.  @param {number[]} start @param {MouseEvent} event */
function distance(start, event) {
  const box = drawing();
  if (!box) return Infinity;
  const [x, y] = start.map((value, place) => {
    const [low, high, from, to] = axes[place];
    return from + ((value - low) / (high - low)) * (to - from);
  });
  const across = box.left + x * box.scale - event.clientX;
  return start.length > 1 ? Math.hypot(across, box.top + y * box.scale - event.clientY) : Math.abs(across);
}

/** @param {MouseEvent} event @returns {number[] | undefined} the numbers at a pointer, to three digits after the point */
function pointAt(event) {
  const box = drawing();
  if (!box) return undefined;
  const units = [(event.clientX - box.left) / box.scale, (event.clientY - box.top) / box.scale];
  return axes.map(([low, high, from, to], place) => {
    const value = low + ((units[place] - from) / (to - from)) * (high - low);
    return Number(value.toFixed(3));
  });
}

/** Where the first drawing is, and how many pixels one of its units has. */
function drawing() {
  const svg = byId("explore-lead").querySelector(".plot > svg");
  if (!svg || !axes.length) return undefined;
  const { left, top, width } = svg.getBoundingClientRect();
  const [, , across] = (svg.getAttribute("viewBox") ?? "").split(" ").map(Number);
  return { left, top, scale: width / across };
}

// @ts-check
// What a page of the site knows from the start, and the line in which it says how things stand.

import { Trouble } from "./parts.js";

/** @template {Element} [T=HTMLElement] @param {string} id @returns {T} */
export const byId = (id) => /** @type {T} */ (/** @type {unknown} */ (document.getElementById(id)));

export const site = JSON.parse(byId("site").textContent ?? "");
export const progress = /** @type {HTMLProgressElement} */ (byId("site-progress"));

/** @param {string} word @param {Record<string, string | number>} [places] @returns {string} */
export const say = (word, places = {}) =>
  site.words[word]
    .replaceAll("`", "")
    .replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => `${places[name]}`);

/** @param {string} text @param {boolean} [bad] */
export function tell(text, bad = false) {
  const status = byId("site-status");
  status.textContent = text;
  status.classList.toggle("bad", bad);
}

/** @param {unknown} trouble */
export function tellTrouble(trouble) {
  progress.hidden = true;
  if (trouble instanceof Trouble) tell(say(trouble.word, trouble.places), true);
  else tell(say("PYTHON_BROKE", { why: `${trouble}` }), true);
}

/** How far Python has come.  @param {import("./python.js").Progress} now @param {string} [more] what waits for it */
export function tellProgress({ step, done = 0, all = 0 }, more = "") {
  progress.hidden = false;
  if (step) {
    progress.removeAttribute("value");
    tell(more ? `${say(step)}. ${more}` : say(step));
  } else {
    progress.max = all;
    progress.value = done;
    const megabytes = (/** @type {number} */ bytes) => (bytes / 1e6).toFixed(1);
    tell(say("LOADING", { done: megabytes(done), all: megabytes(all) }));
  }
}

// @ts-check
// The explore page: a demonstration, its numbers, and a picture of the student's own functions that follows them.

import { KnobBoard } from "./knobs.js";
import { copyOf, readLink, writeLink } from "./link.js";
import { ownFiles } from "./own_files.js";
import { Python } from "./python.js";
import { letDrag, showScene } from "./scene.js";
import { byId, progress, say, site, tell, tellProgress, tellTrouble } from "./status.js";

/** @typedef {import("./link.js").Preset & import("./knobs.js").Shown & {tries: string[], misleads: string}} Preset */

/** @type {Preset[]} */
const presets = site.presets;
// Where `grader explore` serves the student's folder, and under which key.
const FOLDER = /^\?folder=([\w-]{16,64})$/.exec(location.search)?.[1] ?? "";
const choice = /** @type {HTMLSelectElement} */ (byId("explore-preset"));
/** @type {Preset} */
let preset = presets[0];
let files = /** @type {Record<string, string>} */ ({});
/** Functions that ran too long: not run again until a file changes.  @type {Set<string>} */
let leftOut = new Set();

// --- the numbers ---------------------------------------------------------------------------------------------------------

const board = new KnobBoard(byId("explore-knobs"), site.knobs, () => changed());
/** @type {ReturnType<typeof setTimeout> | undefined} */
let linking;

function changed() {
  clearTimeout(linking);
  linking = setTimeout(() => history.replaceState(null, "", writeLink(preset, board.numbers)), 300);
  draw();
}

/** @param {Preset} chosen @param {import("./link.js").Numbers} numbers */
function open(chosen, numbers) {
  preset = chosen;
  choice.value = chosen.id;
  byId("explore-tries").replaceChildren(...chosen.tries.map((text) => made("li", text)));
  byId("explore-misleads").textContent = chosen.misleads;
  byId("explore-velocity-place").hidden = !chosen.knobs.includes("momentum") || chosen.window.length < 2;
  board.open(chosen, numbers);
  changed();
}

/** @param {string} element @param {string} text */
function made(element, text) {
  const one = document.createElement(element);
  one.textContent = text;
  return one;
}

let strange = ""; // what is said of a link that held something else than numbers of a demonstration

function openLink() {
  const said = readLink(location.hash, presets, site.knobs);
  const chosen = /** @type {Preset} */ (said?.preset ?? presets[0]);
  open(chosen, said?.numbers ?? copyOf(chosen.numbers));
  strange = said?.bounded ? "LINK_BOUNDED" : "";
  if (said ? said.strange : location.hash.length > 1) strange = "OTHER_LINK";
  if (strange) tell(say(strange), true);
}

choice.addEventListener("change", () => {
  const chosen = /** @type {Preset} */ (presets.find(({ id }) => id === choice.value));
  open(chosen, copyOf(chosen.numbers));
});
byId("explore-reset").addEventListener("click", () => open(preset, copyOf(preset.numbers)));
byId("explore-link").addEventListener("click", async () => {
  history.replaceState(null, "", writeLink(preset, board.numbers));
  try {
    await navigator.clipboard.writeText(location.href);
    byId("explore-copied").textContent = say("COPIED");
  } catch {
    byId("explore-copied").textContent = say("NOT_COPIED");
  }
});
byId("explore-velocity").addEventListener("change", (event) =>
  byId("explore").classList.toggle("with-arrows", /** @type {HTMLInputElement} */ (event.target).checked),
);
letDrag(
  () => board.numbers.starts,
  (place, point) => {
    board.numbers.starts[place] = point.map((value, coordinate) => {
      const [low, high] = preset.window[coordinate];
      return Math.min(Math.max(value, low), high);
    });
    board.open(preset, board.numbers);
    changed();
  },
);

// --- the picture ---------------------------------------------------------------------------------------------------------

let ready = false;
let drawing = false;
let running = false; // and has said that it is
let troubled = false; // the last picture came with a reason why a function gave no path
let asked = 0; // when what is not drawn yet was asked for; 0 where all is
const python = new Python(/** @type {HTMLIFrameElement} */ (byId("site-frame")), site, (now) =>
  tellProgress(now, say("EXPLORE_WAITING")),
);

/** Draw what is set now, once what is being drawn is done. */
async function draw() {
  asked ||= performance.now();
  if (!ready || drawing) return;
  drawing = true;
  try {
    while (asked) {
      const began = asked;
      asked = 0;
      const run = files;
      const numbers = { ...board.numbers.knobs, starts: board.numbers.starts };
      const question = JSON.stringify({ preset: preset.id, numbers, files, leave_out: [...leftOut] });
      const found = await python.ask({ kind: "explore", question }, (seconds) => {
        running = true;
        tell(say("RUNNING_ON", { seconds: Math.ceil(seconds) }));
      });
      for (const name of files === run ? found.too_long : []) leftOut.add(name);
      showScene(found.html, found.frame);
      byId("explore").dataset.milliseconds = `${Math.round(performance.now() - began)}`;
      byId("explore").dataset.drawn = `${Number(byId("explore").dataset.drawn ?? 0) + 1}`;
      if (found.trouble) tell(found.trouble, true);
      else if (running || troubled) tell(say("EXPLORE_READY"));
      running = false;
      troubled = found.trouble !== "";
    }
  } catch (trouble) {
    tellTrouble(trouble);
  } finally {
    drawing = false;
  }
}

/** Read the files again; another text is run again. */
async function look() {
  const read = await ownFiles(site.assignments, FOLDER);
  if (JSON.stringify(read) === JSON.stringify(files)) return;
  const first = !ready;
  files = read;
  leftOut = new Set();
  await draw();
  if (!first && !troubled) tell(say("EXPLORE_CHANGED"));
}

async function begin() {
  try {
    await python.open();
    await look();
    ready = true;
    progress.hidden = true;
    if (strange) tell(say(strange), true);
    else tell(say("EXPLORE_READY"));
    await draw();
  } catch (trouble) {
    tellTrouble(trouble);
  }
}

/** Until Python is there: the demonstration as it was recorded. */
async function showRecorded() {
  try {
    const response = await fetch("explore.json");
    const scenes = await response.json();
    const { html, frame } = scenes[preset.id];
    if (!ready) showScene(html, frame);
  } catch {
    // the page's own first picture stays
  }
}

addEventListener("hashchange", openLink);
addEventListener("storage", look);
addEventListener("focus", look);
document.addEventListener("visibilitychange", () => document.hidden || look());
if (FOLDER) {
  byId("explore-about").textContent = say("ABOUT_FOLDER");
  byId("explore-nav").hidden = true; // the other pages know nothing of that folder
  setInterval(() => document.hidden || !ready || look(), 1000); // an editor beside the page takes no focus from it
}
openLink();
showRecorded();
choice.addEventListener("change", () => ready || showRecorded());
document.documentElement.dataset.ready = "page";
if ("serviceWorker" in navigator) navigator.serviceWorker.register("offline.js").catch(() => {});
begin().then(() => (document.documentElement.dataset.ready = "python"));

// @ts-check
// An assignment's page: the editor, the button, the verdict, and what is said in between.

import { createEditor } from "./editor.js";
import { bytesOf, isNotebook, MOST_KB, saveFile, textOf } from "./files.js";
import { officialPage } from "./official.js";
import { Trouble } from "./parts.js";
import { Python } from "./python.js";
import { byId, progress, say, site, tell, tellProgress, tellTrouble } from "./status.js";
import { steps } from "./steps.js";
import { Work } from "./work.js";

const button = /** @type {HTMLButtonElement} */ (byId("site-check"));
const verdict = byId("site-verdict");

// --- parts of the page -------------------------------------------------------------------------------------------------

const PARTS = ["statement", "work", "verdict"];
const tab = (/** @type {string} */ part) => byId(`site-tab-${part}`);
const isSeen = (/** @type {HTMLElement} */ element) => element.offsetParent !== null;

/** @param {string} shown */
function showPart(shown) {
  byId("site-bench").dataset.shown = shown;
  for (const part of PARTS) {
    tab(part).setAttribute("aria-selected", `${part === shown}`);
    tab(part).tabIndex = part === shown ? 0 : -1;
  }
}
// A wide page has the work beside the others, and no tab for it: one of the two that are left has to be the chosen one.
matchMedia("(min-width: 64rem)").addEventListener("change", ({ matches }) => {
  if (matches && byId("site-bench").dataset.shown === "work") showPart("statement");
});
for (const part of PARTS) {
  tab(part).addEventListener("click", () => showPart(part));
  tab(part).addEventListener("keydown", (event) => {
    const there = PARTS.filter((one) => isSeen(tab(one)));
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = there[(there.indexOf(part) + step + there.length) % there.length];
    showPart(next);
    tab(next).focus();
  });
}

// --- the student's text ------------------------------------------------------------------------------------------------

let checkedText = "";
const takeOver = (/** @type {string} */ text) => {
  if (text === editor.text) return;
  editor.text = text;
  tell(say("ANOTHER_TAB"));
};
const work = new Work(site.assignment, site.stub, (text) => document.hasFocus() || takeOver(text));
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
let saved = site.stub; // what need not be kept: nothing is written in it, or it is in a file
const unkept = byId("site-unkept");
const keep = () => {
  clearTimeout(waiting);
  unkept.hidden = work.keep(editor.text);
};
const changed = () => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, 250);
  verdict.classList.toggle("outdated", checkedText !== "" && editor.text !== checkedText);
};
const editor = createEditor(byId("site-editor"), {
  text: work.read() ?? site.stub,
  label: say("EDITOR", { filename: site.filename }),
  described: "site-leave",
  changed,
  check: () => check(),
});
addEventListener("pagehide", keep);
// A page that comes back as it was left does not know what was written elsewhere meanwhile.
addEventListener("pageshow", ({ persisted }) => persisted && unkept.hidden && takeOver(work.read() ?? site.stub));
addEventListener("beforeunload", (event) => {
  keep();
  if (!unkept.hidden && editor.text !== saved) event.preventDefault();
});
document.addEventListener("visibilitychange", () => document.hidden && keep());

byId("site-open").addEventListener("click", () => byId("site-file").click());
byId("site-file").addEventListener("change", async (event) => {
  const input = /** @type {HTMLInputElement} */ (event.target);
  const [file] = input.files ?? [];
  input.value = "";
  if (file) await open(file);
});
byId("site-save").addEventListener("click", () => {
  saveFile(site.filename, editor.text);
  saved = editor.text;
  tell(say("SAVED", { filename: site.filename }));
});
byId("site-again").addEventListener("click", () => {
  if (editor.text === site.stub || !confirm(say("BEGIN_AGAIN_SURE"))) return;
  saveFile(site.filename, editor.text);
  saved = site.stub;
  editor.text = site.stub;
  changed();
  editor.focus();
});
document.addEventListener("dragover", (event) => event.preventDefault());
document.addEventListener("drop", async (event) => {
  const file = event.dataTransfer?.files[0];
  if (!file) return;
  event.preventDefault();
  await open(file);
});

let opened = 0; // files: of several the last one counts
/** @param {File} file */
async function open(file) {
  const number = ++opened;
  const before = editor.text;
  try {
    const bytes = await bytesOf(file);
    const { text, said } = isNotebook(file) ? await codeOf(file.name, bytes) : plainText(file.name, bytes);
    if (number !== opened || editor.text !== before) return; // meanwhile something else was opened, or written
    editor.text = text;
    changed();
    const other = site.others.find((/** @type {string} */ id) => file.name.match(/^\w+/)?.[0] === id);
    const told = say(said, { name: file.name });
    tell(other ? say("OTHERS_FILE", { opened: told, other, filename: site.filename }) : told, Boolean(other));
    editor.focus();
  } catch (trouble) {
    tellTrouble(trouble);
  }
}

/** @param {string} name @param {Uint8Array} bytes */
function plainText(name, bytes) {
  const { text, other } = textOf(name, bytes);
  return { text, said: other ? "OPENED_ENCODED" : "OPENED" };
}

/**
 * The code of a notebook, as Python reads it, once it is there and has nothing else to do.
 * @param {string} name @param {Uint8Array} source @returns {Promise<{text: string, said: string}>}
 */
async function codeOf(name, source) {
  while (busy) await free;
  const done = occupy();
  try {
    await python.open();
    progress.hidden = true;
    const found = await python.ask({ kind: "code", filename: site.filename, source }, () => {});
    if (found.why_not) throw new Trouble("NOT_A_NOTEBOOK", { name, why: found.why_not });
    if (!found.text) throw new Trouble("NO_CODE", { name });
    return { text: found.text, said: "OPENED_NOTEBOOK" };
  } finally {
    done();
  }
}

// --- Python --------------------------------------------------------------------------------------------------------------

let busy = false;
let free = Promise.resolve(); // when Python has answered

/** Python has something to do, until the function that is given back is called. */
function occupy() {
  busy = true;
  button.setAttribute("aria-disabled", "true");
  /** @type {() => void} */
  let done = () => {};
  free = new Promise((resolve) => (done = resolve));
  return () => {
    busy = false;
    button.removeAttribute("aria-disabled");
    done();
  };
}

const python = new Python(/** @type {HTMLIFrameElement} */ (byId("site-frame")), site, (now) =>
  tellProgress(now, busy ? say("WAITING") : ""),
);

async function begin() {
  try {
    await python.open();
    progress.hidden = true;
    if (!busy) tell(say("READY"));
  } catch (trouble) {
    tellTrouble(trouble);
  }
}

async function check() {
  if (busy) return;
  keep();
  const text = editor.text;
  const source = new TextEncoder().encode(text);
  if (source.byteLength > MOST_KB * 1024) {
    const size = `${Math.ceil(source.byteLength / 1024)}`;
    tellTrouble(new Trouble("TOO_LARGE", { name: site.filename, size, most: `${MOST_KB}` }));
    return;
  }
  const done = occupy();
  const began = performance.now();
  try {
    await python.open();
    tell(say("CHECKING"));
    progress.hidden = false;
    progress.removeAttribute("value");
    const found = await python.ask({ kind: "check", assignment: site.assignment, filename: site.filename, source }, (seconds) =>
      tell(say("RUNNING_ON", { seconds: Math.ceil(seconds) })),
    );
    checkedText = text;
    show(found);
    verdict.dataset.milliseconds = `${Math.round(performance.now() - began)}`;
  } catch (trouble) {
    tellTrouble(trouble);
  } finally {
    done();
    progress.hidden = true;
    changed();
  }
}

/** @param {Record<"page" | "results" | "trouble", string> & Record<"score" | "max_score" | "waiting" | "passed" | "criteria", number>} found */
function show(found) {
  const page = officialPage(found.page);
  const main = page.querySelector("main");
  const made = document.createElement("div");
  made.className = "official";
  made.append(...(page.querySelector("svg.symbols") ? [/** @type {Element} */ (page.querySelector("svg.symbols"))] : []));
  made.append(...(main ? main.childNodes : [page]));
  byId("site-outcome").replaceChildren(made);
  steps(made);
  const places = { score: found.score, most: found.max_score, passed: found.passed, all: found.criteria };
  const later = found.waiting ? ` ${say("CHECKED_WAITING", { waiting: found.waiting })}` : "";
  const all = found.passed === found.criteria ? ` ${say("ALL_PASSED")}` : "";
  tell([say("CHECKED", places) + later + all, found.trouble].filter(Boolean).join(" "), found.trouble !== "");
  showPart("verdict");
  verdict.scrollTop = 0;
  if (!isSeen(byId("site-work"))) verdict.focus(); // where it was is hidden now, with what is said of the check
  document.dispatchEvent(new CustomEvent("grader-checked", { detail: found.results })); // for whoever listens
}

button.addEventListener("click", check);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    event.preventDefault();
    check();
  }
});
byId("site-dead").remove();
document.documentElement.dataset.ready = "page";
if ("serviceWorker" in navigator) navigator.serviceWorker.register("offline.js").catch(() => {});
begin().then(() => (document.documentElement.dataset.ready = "python"));

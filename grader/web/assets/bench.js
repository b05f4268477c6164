// @ts-check
// An assignment's page: the editor, the button, the verdict, and what is said in between.

import { createEditor } from "./editor.js";
import { MOST_KB, readFile, saveFile } from "./files.js";
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

/** @param {string} shown */
function showPart(shown) {
  byId("site-bench").dataset.shown = shown;
  for (const part of PARTS) {
    tab(part).setAttribute("aria-selected", `${part === shown}`);
    tab(part).tabIndex = part === shown ? 0 : -1;
  }
}
for (const part of PARTS) {
  tab(part).addEventListener("click", () => showPart(part));
  tab(part).addEventListener("keydown", (event) => {
    const there = PARTS.filter((one) => tab(one).offsetParent !== null);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = there[(there.indexOf(part) + step + there.length) % there.length];
    showPart(next);
    tab(next).focus();
  });
}

// --- the student's text ------------------------------------------------------------------------------------------------

let checkedText = "";
const work = new Work(site.assignment, (text) => {
  if (text === editor.text || document.hasFocus()) return;
  editor.text = text;
  tell(say("ANOTHER_TAB"));
});
/** @type {ReturnType<typeof setTimeout> | undefined} */
let waiting;
let warned = false;
const keep = () => {
  clearTimeout(waiting);
  const kept = work.keep(editor.text);
  if (!kept && !warned) tell(say("NOT_KEPT"), true);
  warned = !kept;
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
  tell(say("SAVED", { filename: site.filename }));
});
byId("site-again").addEventListener("click", () => {
  if (editor.text === site.stub || !confirm(say("BEGIN_AGAIN_SURE"))) return;
  saveFile(site.filename, editor.text);
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

/** @param {File} file */
async function open(file) {
  try {
    const { text, notebook } = await readFile(file);
    editor.text = text;
    changed();
    tell(say(notebook ? "OPENED_NOTEBOOK" : "OPENED", { name: file.name }));
    editor.focus();
  } catch (trouble) {
    tellTrouble(trouble);
  }
}

// --- Python --------------------------------------------------------------------------------------------------------------

let busy = false;
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
  busy = true;
  button.setAttribute("aria-disabled", "true");
  const began = performance.now();
  try {
    await python.open();
    tell(say("CHECKING"));
    progress.hidden = false;
    progress.removeAttribute("value");
    const found = await python.ask({ kind: "check", assignment: site.assignment, filename: site.filename, source }, (seconds) =>
      tell(say("RUNNING_ON", { seconds: Math.round(seconds) })),
    );
    checkedText = text;
    show(found);
    verdict.dataset.milliseconds = `${Math.round(performance.now() - began)}`;
  } catch (trouble) {
    tellTrouble(trouble);
  } finally {
    busy = false;
    progress.hidden = true;
    button.removeAttribute("aria-disabled");
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
  document.dispatchEvent(new CustomEvent("grader-checked", { detail: found.results })); // for whoever listens
}

button.addEventListener("click", check);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.defaultPrevented) {
    event.preventDefault();
    check();
  }
});
document.documentElement.dataset.ready = "page";
if ("serviceWorker" in navigator) navigator.serviceWorker.register("offline.js").catch(() => {});
begin().then(() => (document.documentElement.dataset.ready = "python"));

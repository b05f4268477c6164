// @ts-check
// A plain editor: a text area with line numbers and indentation.  `editor_codemirror.js` offers the same.

/**
 * @param {HTMLElement} place
 * @param {{text: string, label: string, described: string, changed: () => void, check: () => void}} options
 */
export function createEditor(place, { text, label, described, changed, check }) {
  const numbers = document.createElement("pre");
  numbers.className = "line-numbers";
  numbers.setAttribute("aria-hidden", "true");
  const area = document.createElement("textarea");
  area.setAttribute("aria-label", label);
  area.setAttribute("aria-describedby", described);
  area.spellcheck = false;
  area.autocapitalize = "off";
  area.setAttribute("autocorrect", "off");
  area.wrap = "off";
  area.value = text;
  place.classList.add("plain-editor");
  place.replaceChildren(numbers, area);

  const count = () => {
    const lines = area.value.split("\n").length;
    if (numbers.childElementCount !== 0 || numbers.dataset.lines !== `${lines}`) {
      numbers.textContent = Array.from({ length: lines }, (_, line) => line + 1).join("\n");
      numbers.dataset.lines = `${lines}`;
    }
  };
  let leaving = false; // Escape was pressed: the next Tab leaves
  area.addEventListener("scroll", () => (numbers.scrollTop = area.scrollTop));
  area.addEventListener("input", () => {
    count();
    changed();
  });
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      check();
    } else if (event.key === "Escape") {
      leaving = true;
      return;
    } else if (event.key === "Tab" && !leaving) {
      event.preventDefault();
      indent(area, event.shiftKey);
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      const before = area.value.slice(0, area.selectionStart).split("\n").pop() ?? "";
      const deeper = /:\s*(#.*)?$/.test(before) ? "    " : "";
      insert(area, `\n${/^\s*/.exec(before)?.[0] ?? ""}${deeper}`);
    }
    if (event.key !== "Shift") leaving = false;
  });
  count();
  return {
    get text() {
      return area.value;
    },
    set text(/** @type {string} */ value) {
      area.select(); // so that the browser can undo it
      insert(area, value);
      count();
    },
    focus: () => area.focus(),
  };
}

/** Replaces the selection, so that the browser can undo it.  @param {HTMLTextAreaElement} area @param {string} text */
function insert(area, text) {
  const { value, selectionStart: from, selectionEnd: to } = area;
  const wanted = value.slice(0, from) + text + value.slice(to);
  document.execCommand("insertText", false, text);
  if (area.value !== wanted) { // it is not there, or went where the area was last drawn
    area.value = wanted;
    area.setSelectionRange(from + text.length, from + text.length);
    area.dispatchEvent(new Event("input"));
  }
}

/** @param {HTMLTextAreaElement} area @param {boolean} out */
function indent(area, out) {
  if (!out && area.selectionStart === area.selectionEnd) {
    const column = area.selectionStart - (area.value.lastIndexOf("\n", area.selectionStart - 1) + 1);
    insert(area, " ".repeat(4 - (column % 4)));
    return;
  }
  const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const to = area.selectionEnd;
  const lines = area.value.slice(from, to).split("\n");
  const moved = lines.map((line) => (out ? line.replace(/^ {1,4}/, "") : line && `    ${line}`)).join("\n");
  area.setSelectionRange(from, to);
  insert(area, moved);
  area.setSelectionRange(from, from + moved.length);
}

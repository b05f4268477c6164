// @ts-check
// The table of a class: sorted by its headers, searched and filtered.  What is chosen stands at the end of the address,
// so a filtered table is a link.  Without this the table is there, whole.
"use strict";
{
  /** @typedef {{keys: Record<string, string[]>, column: number}} HandIn */
  /** @typedef {{row: HTMLTableRowElement, text: string, section: string, handIns: HandIn[]}} Line */

  const table = /** @type {HTMLTableElement} */ (document.querySelector("table.everybody"));
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form.finder"));
  const found = /** @type {HTMLElement} */ (form.querySelector(".found"));
  const body = table.tBodies[0];
  const heads = [.../** @type {HTMLTableSectionElement} */ (table.tHead).rows[0].cells];
  const fields = /** @type {(HTMLInputElement | HTMLSelectElement)[]} */ ([...form.querySelectorAll("input, select")]);
  const facets = /** @type {HTMLSelectElement[]} */ ([...form.querySelectorAll("select[data-key]")]);
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true, sensitivity: "base" });
  const sectionColumn = heads.findIndex((head) => head.dataset.key === "section");
  const handInColumns = heads.flatMap((head, column) => ("handIn" in head.dataset ? [column] : []));
  let order = ""; // key of the column that is sorted by, behind a minus where descending

  /** @param {string} text @returns {string} what is searched: without accents and capitals */
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  /** @type {Line[]} */
  const lines = [...body.rows].map((row) => ({
    row,
    text: plain(row.cells[0].textContent || ""),
    section: sectionColumn < 0 ? "" : row.cells[sectionColumn].textContent || "",
    handIns: handInColumns.map((column) => {
      const held = row.cells[column].dataset;
      return { column, keys: Object.fromEntries(facets.map(({ dataset: { key = "" } }) => [key, (held[key] || "").split(" ")])) };
    }),
  }));

  /** @param {string} name @returns {string} what is chosen in a field; nothing where there is no such field */
  const chosen = (name) => fields.find((field) => field.name === name)?.value || "";

  /** @param {HTMLSelectElement} facet @returns {string} the number by which cells name what is chosen */
  const numberOf = (facet) => `${facet.selectedIndex - 1}`;

  /** @returns {(line: Line) => boolean} whether a line shows, by what is chosen now */
  function choosing() {
    const words = plain(chosen("q")).split(/\s+/).filter(Boolean);
    const section = chosen("section");
    const assignment = heads.findIndex((head) => chosen("assignment") !== "" && head.dataset.key === chosen("assignment"));
    const wanted = facets.filter((facet) => facet.value).map((facet) => ({ key: facet.dataset.key || "", is: numberOf(facet) }));
    return ({ text, section: own, handIns }) =>
      words.every((word) => text.includes(word)) &&
      (!section || own === section) &&
      (wanted.length === 0 ||
        handIns.some(
          ({ column, keys }) =>
            (assignment < 0 || column === assignment) && wanted.every(({ key, is }) => keys[key].includes(is)),
        ));
  }

  /** Show what is chosen, say how many that is, and write it down in the address. */
  function show() {
    const shows = choosing();
    let count = 0;
    for (const line of lines) {
      const is = shows(line);
      line.row.hidden = !is;
      if (is) count += 1;
    }
    const only = chosen("assignment");
    for (const column of handInColumns) {
      const hidden = only !== "" && heads[column].dataset.key !== only;
      if (heads[column].hidden === hidden) continue;
      heads[column].hidden = hidden;
      for (const { row } of lines) row.cells[column].hidden = hidden;
    }
    const said = (form.dataset.shown || "").replace("{shown}", number.format(count)).replace("{all}", number.format(lines.length));
    if (found.textContent !== said) found.textContent = said;
  }

  /** @param {HTMLTableCellElement} cell @returns {number} */
  const value = (cell) => Number.parseFloat((cell.textContent || "").replace("\u2212", "-"));

  /** Put the rows in the order that is chosen: equal ones as they were listed, those without a number last. */
  function sort() {
    const down = order.startsWith("-");
    const column = heads.findIndex((head) => head.dataset.key === order.replace(/^-/, ""));
    heads.forEach((head, place) => {
      if (head.querySelector("button")) head.setAttribute("aria-sort", place === column ? (down ? "descending" : "ascending") : "none");
    });
    const sorted = [...lines];
    if (column >= 0 && "number" in heads[column].dataset) {
      const values = new Map(lines.map(({ row }) => [row, value(row.cells[column])]));
      const of = (/** @type {Line} */ { row }) => /** @type {number} */ (values.get(row));
      sorted.sort((one, other) => {
        if (Number.isNaN(of(one)) || Number.isNaN(of(other))) return Number(Number.isNaN(of(one))) - Number(Number.isNaN(of(other)));
        return down ? of(other) - of(one) : of(one) - of(other);
      });
    } else if (column >= 0) {
      const texts = new Map(lines.map(({ row }) => [row, row.cells[column].textContent || ""]));
      const of = (/** @type {Line} */ { row }) => texts.get(row) || "";
      sorted.sort((one, other) => {
        if (!of(one) || !of(other)) return Number(!of(one)) - Number(!of(other));
        return (down ? -1 : 1) * collator.compare(of(one), of(other));
      });
    }
    body.append(...sorted.map(({ row }) => row));
  }

  /** Write what is chosen at the end of the address. */
  function write() {
    const said = new URLSearchParams();
    for (const { name, value } of fields) if (value) said.set(name, value);
    if (order) said.set("sort", order);
    history.replaceState(null, "", `#${said.toString() || "everybody"}`);
  }

  /** @returns {URLSearchParams | undefined} what the address chooses; nothing where it only names a place on the page */
  function read() {
    const said = location.hash.slice(1);
    if (!said.includes("=")) return undefined;
    const read = new URLSearchParams(said);
    for (const field of fields) {
      field.value = read.get(field.name) || "";
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = "";
    }
    order = read.get("sort") || "";
    return read;
  }

  /**
   * From a page for staff, to the one of whoever lost the same criterion next or before: in the next part of the class
   * where nobody is left in this one.
   * @param {URLSearchParams} said @returns {boolean} whether there is somebody, here or perhaps there
   */
  function leadOn(said) {
    const forward = said.has("after");
    const from = said.get("after") ?? said.get("before");
    const facet = facets.find(({ name }) => name === "lost");
    if (from === null) return false;
    const lost = facet?.value ? numberOf(facet) : undefined; // nobody here lost it, where it is no choice
    const column = handInColumns[0];
    const place = (/** @type {Line} */ { row }) => row.cells[column].querySelector("a")?.getAttribute("href") || "";
    const listed = forward ? lines : [...lines].reverse();
    const here = from === "" ? -1 : listed.findIndex((line) => place(line) === `../staff/${from}`);
    const known = from === "" || here >= 0;
    const next = known && listed.slice(here + 1).find(({ handIns: [{ keys }] }) => lost !== undefined && keys.l.includes(lost));
    if (next) {
      location.replace(`${place(next)}#${encodeURIComponent(said.get("lost") || "")}`);
      return true;
    }
    const part = document.querySelector(`.parts a[rel=${forward || !known ? "next" : "prev"}]`)?.getAttribute("href");
    if (!part) return false;
    if (known) said.set(forward ? "after" : "before", "");
    location.replace(`${part}#${said}`);
    return true;
  }

  /** Follow the address: where it chooses something, the table is what is meant. */
  function follow() {
    const said = read();
    if (!said) return;
    const leads = said.has("after") || said.has("before");
    if (leads && leadOn(said)) return;
    sort();
    show();
    if (leads) found.textContent = `${form.dataset.nobody} ${found.textContent}`;
    const heading = document.getElementById("everybody");
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  }

  for (const head of heads) {
    if (!head.dataset.key) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      order = order === head.dataset.key ? `-${order}` : `${head.dataset.key}`;
      sort();
      write();
    });
    head.append(button);
    head.setAttribute("aria-sort", "none");
  }
  form.addEventListener("input", () => {
    show();
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () =>
    setTimeout(() => {
      order = "";
      sort();
      show();
      write();
    }),
  );
  addEventListener("hashchange", follow);
  form.hidden = false;
  show();
  follow();
}

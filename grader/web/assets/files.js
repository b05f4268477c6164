// @ts-check
// Files in and out: a `.py` or a notebook that is opened, and the file that is handed in.

import { Trouble } from "./parts.js";

export const MOST_KB = 1024; // what a hand-in may have, and a notebook ten times as much

/**
 * @param {File} file
 * @returns {Promise<{text: string, notebook: boolean}>} its text; of a notebook the code of its cells
 */
export async function readFile(file) {
  const notebook = /\.ipynb(\.json)?$/i.test(file.name);
  const most = notebook ? 10 * MOST_KB : MOST_KB;
  if (file.size > most * 1024) {
    throw new Trouble("TOO_LARGE", { name: file.name, size: `${Math.ceil(file.size / 1024)}`, most: `${most}` });
  }
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    throw new Trouble("NOT_TEXT", { name: file.name });
  }
  if (text.includes("\0")) throw new Trouble("NOT_TEXT", { name: file.name });
  text = text.replace(/\r\n?/g, "\n");
  return { text: notebook ? codeOf(text, file.name) : text, notebook };
}

/** @param {string} text @param {string} name */
export function codeOf(text, name) {
  /** @type {any} */
  let read;
  try {
    read = JSON.parse(text);
  } catch {
    throw new Trouble("NOT_A_NOTEBOOK", { name });
  }
  const cells = [read?.cells, ...(Array.isArray(read?.worksheets) ? read.worksheets.map((/** @type {any} */ one) => one?.cells) : [])]
    .filter(Array.isArray)
    .flat();
  if (!cells.length && !Array.isArray(read?.cells)) throw new Trouble("NOT_A_NOTEBOOK", { name });
  const code = cells
    .filter((cell) => cell?.cell_type === "code")
    .map((cell) => [cell.source ?? cell.input ?? ""].flat().join(""))
    .map((source) => source.split("\n").filter((/** @type {string} */ line) => !/^\s*[%!]/.test(line)).join("\n").trim())
    .filter(Boolean);
  if (!code.length) throw new Trouble("NO_CODE", { name });
  return `${code.join("\n\n\n")}\n`;
}

/** @param {string} filename @param {string} text */
export function saveFile(filename, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/x-python" }));
  link.download = filename;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

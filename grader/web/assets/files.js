// @ts-check
// Files in and out: what is opened, and the file that is handed in.

import { Trouble } from "./parts.js";

export const MOST_KB = 1024; // what a hand-in may have, and a notebook ten times as much

/** @param {File} file @returns {boolean} */
export const isNotebook = (file) => /\.ipynb(\.json)?$/i.test(file.name);

/** @param {File} file @returns {Promise<Uint8Array>} its bytes, if they are not too many */
export async function bytesOf(file) {
  const most = isNotebook(file) ? 10 * MOST_KB : MOST_KB;
  if (file.size > most * 1024) {
    throw new Trouble("TOO_LARGE", { name: file.name, size: `${Math.ceil(file.size / 1024)}`, most: `${most}` });
  }
  return new Uint8Array(await file.arrayBuffer());
}

const NAMED = /^([ \t\f]*#.*?coding[:=][ \t]*)[-\w.]+/; // of the first two lines, as Python has it

/**
 * The text of a file, and whether it was saved in another encoding than UTF-8, in which it is from now on.
 * @param {string} name @param {Uint8Array} bytes @returns {{text: string, other: boolean}}
 */
export function textOf(name, bytes) {
  const wide = { "255,254": "utf-16le", "254,255": "utf-16be" }[`${bytes.slice(0, 2)}`];
  let text;
  try {
    text = new TextDecoder(wide ?? "utf-8", { fatal: true }).decode(bytes);
  } catch {
    const lines = new TextDecoder("windows-1252").decode(bytes).replace(/\r\n?/g, "\n").split("\n");
    text = lines.map((line, number) => (number < 2 ? line.replace(NAMED, "$1utf-8") : line)).join("\n");
    if (!text.includes("\0")) return { text, other: true };
  }
  if (text.includes("\0")) throw new Trouble("NOT_TEXT", { name });
  return { text: text.replace(/\r\n?/g, "\n"), other: wide !== undefined };
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

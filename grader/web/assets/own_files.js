// @ts-check
// The student's files: as they are kept in this browser, or from the folder that `grader explore` was started in.

import { Work } from "./work.js";

/** @param {string} assignment @param {string} folder @returns {Promise<string | null>} */
async function fromFolder(assignment, folder) {
  for (const name of [`${assignment}.py`, `${assignment}.ipynb`]) {
    try {
      const response = await fetch(`own/${folder}/${name}`, { cache: "no-store" });
      if (!response.ok) continue;
      return (await response.text()).replace(/\r\n?/g, "\n"); // Python reads a notebook as what it is
    } catch {
      continue; // it cannot be read: as if it were not there
    }
  }
  return null;
}

/**
 * @param {string[]} assignments @param {string} folder the key under which it is served; empty for this browser
 * @returns {Promise<Record<string, string>>} the text of each that there is
 */
export async function ownFiles(assignments, folder) {
  const texts = await Promise.all(
    assignments.map(async (id) => [id, folder ? await fromFolder(id, folder) : new Work(id, "", () => {}).read()]),
  );
  return Object.fromEntries(texts.filter(([, text]) => text !== null));
}

// @ts-check
// Keeps a student's text in this browser, across reloads, crashes and new versions of the site.

/** A text that is kept; with every change of it elsewhere, `changed` is called. */
export class Work {
  /** @param {string} assignment @param {(text: string) => void} changed */
  constructor(assignment, changed) {
    // Several courses may lie on one origin, in folders of their own.
    this.key = `grader:${new URL(".", location.href).pathname}:${assignment}`;
    addEventListener("storage", (event) => {
      if (event.key === this.key && event.newValue !== null) changed(event.newValue);
    });
  }

  /** @returns {string | null} */
  read() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return null;
    }
  }

  /** @param {string} text @returns {boolean} whether it is kept */
  keep(text) {
    try {
      localStorage.setItem(this.key, text);
      return localStorage.getItem(this.key) === text;
    } catch {
      return false;
    }
  }
}

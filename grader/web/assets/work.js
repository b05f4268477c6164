// @ts-check
// Keeps a student's text in this browser, across reloads, crashes and new versions of the site.

/** A text that is kept; with every change of it elsewhere, `changed` is called. */
export class Work {
  /** @param {string} assignment @param {string} stub @param {(text: string) => void} changed */
  constructor(assignment, stub, changed) {
    this.stub = stub;
    // Several courses may lie on one origin, in folders of their own.
    this.key = `grader:${new URL(".", location.href).pathname}:${assignment}`;
    addEventListener("storage", (event) => {
      if (event.key === this.key) changed(event.newValue ?? stub);
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

  /** The stub itself is not kept: who wrote nothing is to find a mended one.  @param {string} text @returns {boolean} whether it is kept */
  keep(text) {
    try {
      if (text === this.stub) {
        localStorage.removeItem(this.key);
        return true;
      }
      localStorage.setItem(this.key, text);
      return localStorage.getItem(this.key) === text;
    } catch {
      return false;
    }
  }
}

// @ts-check
// Python for the page: starts workers in the frame, keeps a spare one ready, and holds the clock.

import { forgetByteCode, keepByteCode, loadParts, Trouble } from "./parts.js";

/**
 * @typedef {{said: Uint8Array[], seconds: number}} Past
 * @typedef {{kind: "answered", text: string} | {kind: "broke", why: string}} Answer
 */

/** @typedef {import("./parts.js").Part} Part @typedef {import("./parts.js").Progress} Progress */

const GRACE = 400; // ms that a message may be on its way
const SPARE_AFTER = 10_000; // ms from when a worker is ready; sooner where one may have to be ended
const A_MOMENT = 700; // ms that student code may run before that is said
const MOST_WORKERS = 24; // that one check may use up

/** A worker that is started or starting; `ready` is fulfilled when it can be asked. */
class PythonWorker {
  static last = 0;

  /** @param {Window} frame @param {object} start @param {(progress: Progress) => void} tell */
  constructor(frame, start, tell) {
    this.number = ++PythonWorker.last;
    this.frame = frame;
    const channel = new MessageChannel();
    this.port = channel.port1;
    /** @type {(message: any) => void} */
    this.heard = () => {};
    this.ready = new Promise((resolve, reject) => {
      this.heard = (message) => {
        if (message.kind === "step") tell({ step: message.step });
        if (message.kind === "ready") resolve(undefined);
        if (message.kind === "failed" || message.kind === "broke") reject(new Trouble("PYTHON_FAILED", { why: message.why }));
      };
    });
    this.ready.catch(() => {}); // whoever waits for it is told
    this.port.onmessage = (event) => this.heard(event.data);
    frame.postMessage({ kind: "start", number: this.number, start }, "*", [channel.port2]);
  }

  end() {
    this.heard = () => {};
    this.frame.postMessage({ kind: "end", number: this.number }, "*");
    this.port.close();
  }
}

export class Python {
  /**
   * @param {HTMLIFrameElement} frame
   * @param {{start: object, parts: Part[], program: string, cache: string}} site `start` is told to each worker
   * @param {(progress: Progress) => void} tell
   */
  constructor(frame, site, tell) {
    this.frame = frame;
    this.site = site;
    this.tell = tell;
    /** @type {Promise<void> | undefined} */
    this.loading = undefined;
    /** @type {PythonWorker | undefined} */
    this.worker = undefined;
    /** @type {PythonWorker | undefined} */
    this.spare = undefined;
    this.checks = 0;
    this.compiled = false; // whether the frame holds byte code, or a spare worker is asked for it
    addEventListener("message", (event) => {
      if (event.source !== inside(frame) || event.data.kind !== "broke") return;
      for (const worker of [this.worker, this.spare]) {
        if (worker?.number === event.data.number) worker?.heard(event.data);
      }
    });
  }

  /**
   * Load what is not loaded yet, and start a worker.  Raises `Trouble`, and may be called again then.
   * @returns {Promise<void>}
   */
  async open() {
    this.loading ??= this.load();
    try {
      await this.loading;
    } catch (trouble) {
      this.loading = undefined;
      throw trouble;
    }
    this.worker ??= this.start(this.tell);
    try {
      await this.worker.ready;
    } catch (trouble) {
      this.worker.end();
      this.worker = undefined;
      if (!this.compiled) throw trouble;
      await forgetByteCode(this.site); // it may be that which is broken
      this.loading = undefined;
      return this.open();
    }
    setTimeout(() => this.startSpare(), SPARE_AFTER); // first come the statement and the student's own check
  }

  startSpare() {
    if (this.spare) return;
    const spare = (this.spare = this.start(() => {}));
    if (this.compiled) return;
    this.compiled = true;
    spare.ready.then(() => this.compile(spare)).catch(() => (this.compiled = false));
  }

  /**
   * Have byte code from a worker that ran nobody's file yet, so that the next ones need not make it; where it takes
   * over meanwhile, nobody listens any more to what it says of that.
   * @param {PythonWorker} spare
   */
  compile(spare) {
    if (spare !== this.spare) {
      this.compiled = false;
      return;
    }
    spare.heard = async (message) => {
      if (message.kind !== "compiled") return;
      spare.heard = () => {};
      inside(this.frame)?.postMessage({ kind: "add", parts: message.parts }, "*");
      await keepByteCode(this.site, message.parts);
    };
    spare.port.postMessage({ kind: "compile" });
  }

  async load() {
    if (typeof WebAssembly !== "object") throw new Trouble("NO_WEB_ASSEMBLY");
    const { parts, script, compiled } = await loadParts(this.site, this.tell);
    this.compiled = compiled;
    const window = await opened(this.frame);
    const channel = new MessageChannel();
    const held = new Promise((resolve, reject) => {
      channel.port1.onmessage = ({ data }) =>
        data.kind === "held" ? resolve(undefined) : reject(new Trouble("PYTHON_FAILED", { why: data.why }));
    });
    window.postMessage({ kind: "hold", script, parts, program: this.site.program }, "*", [channel.port2]);
    await held;
  }

  /** @param {(progress: Progress) => void} tell */
  start(tell) {
    return new PythonWorker(/** @type {Window} */ (inside(this.frame)), this.site.start, tell);
  }

  /**
   * Ask.  A worker whose clock is up is ended, and the spare one goes on behind what was answered; where that was
   * said to an earlier question, it is asked anew.
   * @param {{kind: string} & Record<string, unknown>} question
   * @param {(seconds: number) => void} running told when student code runs for longer than a moment
   * @returns {Promise<any>}
   */
  async ask(question, running) {
    /** @type {Past[]} */
    const past = [];
    for (let tries = 0; tries < MOST_WORKERS; tries++) {
      await this.open();
      const ended = await this.askOnce(question, past, running);
      if (ended.answer?.kind === "answered") return JSON.parse(ended.answer.text);
      this.replace();
      if (ended.anew) continue;
      if (!ended.past) throw new Trouble("PYTHON_BROKE", { why: ended.answer?.why ?? "" });
      past.push(ended.past);
    }
    throw new Trouble("PYTHON_BROKE", { why: "" });
  }

  /** The spare worker takes over. */
  replace() {
    this.worker?.end();
    this.worker = this.spare;
    this.spare = undefined;
  }

  /**
   * @param {{kind: string} & Record<string, unknown>} question @param {Past[]} past
   * @param {(seconds: number) => void} running
   * @returns {Promise<{answer?: Answer, past?: Past, anew?: boolean}>} the answer, or what was said before the worker
   * had to be ended; `anew` where its conversation was opened by an earlier question
   */
  askOnce(question, past, running) {
    const worker = /** @type {PythonWorker} */ (this.worker);
    const number = ++this.checks;
    return new Promise((resolve) => {
      /** @type {Uint8Array[]} */
      let said = [];
      let opened = false;
      let turn = 0; // seconds that student code may take now; 0 while it does not run
      /** @type {ReturnType<typeof setTimeout>[]} */
      let clocks = [];
      const stop = () => {
        clocks.forEach(clearTimeout);
        clocks = [];
        turn = 0;
      };
      worker.heard = (message) => {
        if (message.number !== undefined && message.number !== number && message.kind !== "broke") return;
        if (message.kind === "opened") {
          opened = true;
          said = [];
        }
        if (message.kind === "said") said.push(message.data);
        if (message.kind === "done") stop();
        if (message.kind === "turn") {
          stop();
          turn = message.seconds;
          clocks = [
            setTimeout(() => {
              running(turn);
              this.startSpare();
            }, A_MOMENT),
            setTimeout(() => resolve(opened ? { past: { said, seconds: turn } } : { anew: true }), turn * 1000 + GRACE),
          ];
        }
        if (message.kind === "answered") {
          stop();
          resolve({ answer: message });
        }
        if (message.kind === "broke") {
          const theirs = turn > 0; // it broke while the student's code ran, and not while ours did
          stop();
          resolve(theirs ? { answer: message, ...(opened ? { past: { said, seconds: 0 } } : { anew: true }) } : { answer: message });
        }
      };
      worker.port.postMessage({ ...question, number, past });
    });
  }
}

/** The frame of no origin in a frame of this one.  @param {HTMLIFrameElement} frame @returns {Window | undefined} */
const inside = (frame) => frame.contentWindow?.frames[0];

/** @param {HTMLIFrameElement} frame @returns {Promise<Window>} */
function opened(frame) {
  return new Promise((resolve) => {
    addEventListener("message", function listen(event) {
      if (event.source !== inside(frame) || event.data?.kind !== "frame") return;
      removeEventListener("message", listen);
      resolve(/** @type {Window} */ (inside(frame)));
    });
    frame.src = /** @type {string} */ (frame.dataset.src);
  });
}

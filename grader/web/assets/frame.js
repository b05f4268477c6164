// In a frame of opaque origin: starts workers for the page, and ends them.  It has no storage and no network, and
// nothing of the site is in its reach; the page hands it bytes, and a port for each worker.
"use strict";
const page = parent.parent; // around it is a frame of the page's own, which runs nothing
/** @type {Map<number, Worker>} */
const workers = new Map();
/** @type {{script: string, parts: Record<string, ArrayBuffer>, module: WebAssembly.Module} | undefined} */
let held;

addEventListener("message", async (event) => {
  if (event.source !== page) return;
  const { kind, number } = event.data;
  if (kind === "hold") {
    const { script, parts, program } = event.data;
    try {
      held = { script, parts, module: await WebAssembly.compile(parts[program]) };
      delete parts[program];
      event.ports[0].postMessage({ kind: "held" });
    } catch (trouble) {
      event.ports[0].postMessage({ kind: "failed", why: String(trouble) });
    }
  } else if (kind === "add" && held) {
    Object.assign(held.parts, event.data.parts);
  } else if (kind === "start" && held) {
    const [port] = event.ports;
    const worker = new Worker(URL.createObjectURL(new Blob([held.script], { type: "text/javascript" })));
    worker.addEventListener("error", (trouble) => page.postMessage({ kind: "broke", number, why: trouble.message }, "*"));
    worker.postMessage({ parts: held.parts, module: held.module, ...event.data.start }, [port]);
    workers.set(number, worker);
  } else if (kind === "end") {
    workers.get(number)?.terminate();
    workers.delete(number);
  }
});
page.postMessage({ kind: "frame" }, "*");

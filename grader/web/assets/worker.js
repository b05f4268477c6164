// One Python.  It is handed all it needs as bytes, loses every way out before it reads a line of a student's file, and
// answers over one port.  What it says is a student's word to the page, which shows it and believes none of it.
"use strict";

addEventListener("message", async (event) => {
  const { parts, module, ...wanted } = event.data;
  const [page] = event.ports;
  /** @param {string} kind @param {object} [more] */
  const say = (kind, more = {}) => page.postMessage({ kind, ...more });
  try {
    const python = await start(parts, module, say);
    say("step", { step: "PREPARING" });
    const bench = opened(python, wanted);
    page.addEventListener("message", (question) => answer(python, bench, question.data, say));
    page.start();
    say("ready");
  } catch (trouble) {
    say("failed", { why: lastLine(trouble) });
  }
}, { once: true });

/**
 * @param {Record<string, ArrayBuffer>} parts
 * @param {WebAssembly.Module} module
 * @param {(kind: string, more?: object) => void} say
 */
async function start(parts, module, say) {
  say("step", { step: "STARTING" });
  const script = async (/** @type {string} */ name) => {
    const place = URL.createObjectURL(new Blob([parts[name]], { type: "text/javascript" }));
    try {
      return await import(place);
    } finally {
      URL.revokeObjectURL(place);
    }
  };
  // Pyodide fetches what lies beside it: here nothing does, and these two hold what it asks for.
  const file = (/** @type {RequestInfo | URL} */ asked) => {
    const name = String(asked instanceof Request ? asked.url : asked).split("/").pop() ?? "";
    return name in parts ? new Response(parts[name]) : Response.error();
  };
  globalThis.fetch = async (asked) => file(asked);
  WebAssembly.instantiateStreaming = async (_, imports) => ({
    module,
    instance: await WebAssembly.instantiate(module, imports),
  });
  const { loadPyodide, version } = await script("pyodide.mjs");
  const { default: createPyodideModule } = await script("pyodide.asm.mjs");
  const info = { abi_version: "2026_0", arch: "wasm32", platform: "emscripten_5_0_3", python: "3.14.2", version };
  const python = await loadPyodide({
    indexURL: "https://nowhere.invalid/",
    packageBaseUrl: "https://nowhere.invalid/",
    createPyodideModule,
    lockFileContents: { info, packages: {} },
    stdin: () => null,
  });
  closeEveryWayOut();
  say("step", { step: "UNPACKING" });
  const packages = { extractDir: python.pyimport("sysconfig").get_path("purelib") };
  for (const name of Object.keys(parts)) {
    if (name.endsWith(".whl") || name === "packages.zip") python.unpackArchive(parts[name], "wheel", packages);
    if (name === "course.zip") python.unpackArchive(parts[name], "zip", { extractDir: "/course" });
  }
  if ("byte_code.zip" in parts) python.unpackArchive(parts["byte_code.zip"], "zip", packages);
  else python.pyimport("sys").dont_write_bytecode = false;
  return python;
}

/** What answers the page's questions, warmed up.  @param {any} python @param {{assignment?: string}} wanted */
function opened(python, { assignment }) {
  if (!assignment) {
    const explorer = python.pyimport("grader.explore.explorer").Explorer("/course");
    explorer.warm();
    return explorer;
  }
  const bench = python.pyimport("grader.web.workbench").Workbench("/course");
  bench.warm(assignment);
  return bench;
}

/** Of an exception of Python's: what it is, without the way it came.  @param {unknown} trouble */
const lastLine = (trouble) => String(trouble).split("\n").filter(Boolean).pop() ?? "";

/** The page's policy lets nothing out as it is; this way there is not even something to try. */
function closeEveryWayOut() {
  const refuses = () => Promise.reject(new TypeError("there is no network here"));
  Object.defineProperty(globalThis, "fetch", { value: refuses, configurable: false, writable: false });
  for (const name of [
    "XMLHttpRequest", "WebSocket", "WebSocketStream", "EventSource", "WebTransport", "BroadcastChannel", "Worker",
    "SharedWorker", "indexedDB", "caches", "importScripts", "RTCPeerConnection", "FileReaderSync", "Notification",
  ]) {
    for (let owner = globalThis; owner; owner = Object.getPrototypeOf(owner)) {
      if (Object.hasOwn(owner, name)) Reflect.deleteProperty(owner, name);
    }
  }
}

/**
 * @param {any} python @param {any} bench @param {any} question
 * @param {(kind: string, more?: object) => void} say
 */
function answer(python, bench, question, say) {
  const { kind, number } = question;
  const bytes = (/** @type {any} */ data) => (data.toJs ? data.toJs() : data);
  const page = {
    opened: () => say("opened", { number }),
    turn: (/** @type {number} */ seconds) => say("turn", { number, seconds }),
    said: (/** @type {any} */ data) => say("said", { number, data: bytes(data) }),
    done: () => say("done", { number }),
  };
  try {
    const past = python.toPy(question.past);
    if (kind === "check") {
      const { assignment, filename, source } = question;
      say("answered", { number, text: bench.check_for_page(assignment, filename, python.toPy(source), page, past) });
    } else if (kind === "code") {
      say("answered", { number, text: bench.code_for_page(question.filename, python.toPy(question.source)) });
    } else if (kind === "explore") {
      say("answered", { number, text: bench.explore_for_page(question.question, page, past) });
    } else if (kind === "compile") {
      const made = python.pyimport("grader.web.byte_code").gather();
      say("compiled", { parts: Object.fromEntries(Object.entries(made.toJs({ dict_converter: Object.fromEntries }))) });
    }
  } catch (trouble) {
    say("broke", { number, why: lastLine(trouble) });
  }
}

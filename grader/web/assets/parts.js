// @ts-check
// The parts of Python: loaded with a count of their bytes, held to their digests, and kept for the next visit.

/**
 * @typedef {{name: string, url: string, sha256: string, size: number}} Part
 * @typedef {{step?: string, done?: number, all?: number}} Progress
 */

export class Trouble extends Error {
  /** @param {string} word @param {Record<string, string>} [places] */
  constructor(word, places = {}) {
    super(word);
    this.word = word;
    this.places = places;
  }
}

/**
 * @param {{parts: Part[], cache: string}} site @param {(progress: Progress) => void} tell
 * @returns {Promise<{parts: Record<string, ArrayBuffer>, script: string, compiled: boolean}>} `compiled` says whether
 * byte code from an earlier visit is among them
 */
export async function loadParts(site, tell) {
  const kept = await openCache(site);
  const all = site.parts.reduce((sum, part) => sum + part.size, 0);
  let done = 0;
  let over = false; // one failed: what the others still load is not told
  const count = (/** @type {number} */ bytes) => {
    done += bytes;
    if (!over) tell({ done, all: Math.max(all, done) });
  };
  const loading = site.parts.map(async (part) => ({ part, bytes: await loadPart(part, kept, count) }));
  const read = await Promise.all(loading).finally(() => (over = true));
  const parts = Object.fromEntries(read.map(({ part, bytes }) => [part.name, bytes]));
  const script = new TextDecoder().decode(parts["worker.js"]);
  delete parts["worker.js"];
  const byteCode = await keptByteCode(site, kept);
  return { parts: { ...parts, ...byteCode }, script, compiled: byteCode !== undefined };
}

/** @param {{cache: string}} site @returns {Promise<Cache | undefined>} nothing where a browser keeps nothing */
async function openCache(site) {
  return globalThis.caches ? await caches.open(site.cache).catch(() => undefined) : undefined;
}

const COMPILED = ["python_stdlib.zip", "byte_code.zip"];
const BYTE_CODE = "python/byte-code/";
const MADE_FROM = "made-from";

/** What the byte code is made from: all parts.  @param {{parts: Part[]}} site */
const madeFrom = (site) => digest(new TextEncoder().encode(site.parts.map((part) => part.sha256).join()).buffer);

/**
 * Keep the byte code of this site's Python, instead of what was kept of an earlier one.
 * @param {{parts: Part[], cache: string}} site @param {Record<string, ArrayBuffer>} parts
 */
export async function keepByteCode(site, parts) {
  const kept = await openCache(site);
  const headers = { [MADE_FROM]: await madeFrom(site) };
  for (const [name, bytes] of Object.entries(parts)) {
    await kept?.put(BYTE_CODE + name, new Response(bytes, { headers })).catch(() => {}); // no room: made again next time
  }
}

/** Forget it.  @param {{parts: Part[], cache: string}} site */
export async function forgetByteCode(site) {
  const kept = await openCache(site);
  await Promise.all(COMPILED.map((name) => kept?.delete(BYTE_CODE + name)));
}

/** @param {{parts: Part[]}} site @param {Cache | undefined} kept */
async function keptByteCode(site, kept) {
  const now = await madeFrom(site);
  /** @type {Record<string, ArrayBuffer>} */
  const found = {};
  for (const name of COMPILED) {
    const before = await kept?.match(BYTE_CODE + name).catch(() => undefined);
    if (before?.headers.get(MADE_FROM) !== now) return undefined;
    found[name] = await before.arrayBuffer();
  }
  return found;
}

/**
 * @param {Part} part @param {Cache | undefined} kept @param {(bytes: number) => void} count
 * @returns {Promise<ArrayBuffer>}
 */
async function loadPart(part, kept, count) {
  const before = await kept?.match(part.url).catch(() => undefined);
  if (before) {
    const bytes = await before.arrayBuffer();
    if ((await digest(bytes)) === part.sha256) {
      count(bytes.byteLength);
      return bytes;
    }
  }
  const bytes = await fetched(part, count);
  if ((await digest(bytes)) !== part.sha256) throw new Trouble("OTHER_HASH", { name: part.name });
  await kept?.put(part.url, new Response(bytes)).catch(() => {}); // no room: it is loaded again next time
  return bytes;
}

/** @param {Part} part @param {(bytes: number) => void} count */
async function fetched(part, count) {
  try {
    const response = await fetch(part.url, { credentials: "omit", referrerPolicy: "no-referrer", cache: "no-cache" });
    if (!response.ok || !response.body) throw new Error(`${response.status}`);
    const reader = response.body.getReader();
    /** @type {Uint8Array<ArrayBuffer>[]} */
    const pieces = [];
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      count(value.byteLength);
    }
    return await new Blob(pieces).arrayBuffer();
  } catch (trouble) {
    throw new Trouble("NOT_LOADED", { name: part.name, why: trouble instanceof Error ? trouble.message : "" });
  }
}

/** @param {ArrayBuffer} bytes */
async function digest(bytes) {
  if (!globalThis.crypto?.subtle) throw new Trouble("NOT_SECURE");
  const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(found, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// @ts-check
// Shows the official page of a check.  It was made beside a student's code, so nothing of it is taken over but what an
// official page is made of: elements and attributes from a list, links into the page itself, and text.

const ELEMENTS = new Set(
  ("main header nav section article footer aside div span p h1 h2 h3 h4 ul ol li dl dt dd table caption thead tbody tr th td " +
    "strong em b i code pre kbd sub sup small br hr a figure figcaption details summary meter progress label input output " +
    "svg defs marker pattern g path circle line rect polyline polygon text tspan title desc use symbol clipPath " +
    "math mrow mi mn mo ms mtext mspace msup msub msubsup mfrac msqrt mroot munder mover munderover mtable mtr mtd mpadded " +
    "mphantom menclose mstyle semantics annotation").split(" "),
);
const ATTRIBUTES = new Set(
  ("class id for scope colspan rowspan tabindex hidden open type min max value step checked role lang dir title start rel " +
    "viewBox preserveAspectRatio x y x1 y1 x2 y2 cx cy r rx ry d points width height dx dy transform refX refY orient " +
    "markerWidth markerHeight markerUnits patternUnits patternTransform text-anchor dominant-baseline clip-path " +
    "display stretchy fence separator lspace rspace accent accentunder mathvariant columnalign rowspacing columnspacing " +
    "linethickness displaystyle scriptlevel form xmlns").split(" "),
);
const INPUTS = new Set(["checkbox", "range"]);
const NAMESPACES = new Set([
  "http://www.w3.org/1999/xhtml",
  "http://www.w3.org/2000/svg",
  "http://www.w3.org/1998/Math/MathML",
]);

/**
 * @param {string} text an HTML document
 * @returns {DocumentFragment} what of its body an official page may hold
 */
export function officialPage(text) {
  const body = text.slice(Math.max(text.indexOf("<body>"), 0)); // the site has its own style
  const read = new DOMParser().parseFromString(body, "text/html");
  const made = document.createDocumentFragment();
  for (const child of read.body.childNodes) append(made, child);
  return made;
}

/** @param {Node} target @param {ChildNode} source */
function append(target, source) {
  if (source.nodeType === Node.TEXT_NODE) {
    target.appendChild(document.createTextNode(source.nodeValue ?? ""));
    return;
  }
  if (!(source instanceof Element) || !ELEMENTS.has(source.localName) || !NAMESPACES.has(source.namespaceURI ?? "")) return;
  if (source.localName === "input" && !INPUTS.has(source.getAttribute("type") ?? "")) return;
  const made = document.createElementNS(source.namespaceURI, source.localName);
  for (const { name, value } of source.attributes) {
    if (isHarmless(name, value)) made.setAttribute(name, value);
  }
  for (const child of source.childNodes) append(made, child);
  target.appendChild(made);
}

/** @param {string} name @param {string} value */
function isHarmless(name, value) {
  if (name === "href") return value.startsWith("#");
  if (/url\s*\(/i.test(value) && !/^url\(#[\w-]+\)$/.test(value)) return false;
  return ATTRIBUTES.has(name) || /^(aria|data)-[a-z-]+$/.test(name);
}

// The step slider: shows one row in all drawings and tables of an exhibit at once.  Without it everything is still there.
"use strict";
for (const slider of document.querySelectorAll(".slider")) {
  const exhibit = slider.closest(".exhibit");
  const input = slider.querySelector("input");
  const output = slider.querySelector("output");
  const words = slider.querySelector(".readouts").textContent.split("\n");
  const places = [...exhibit.querySelectorAll(".panels path.follows")].map((path) => {
    const ring = slider.ownerDocument.createElementNS("http://www.w3.org/2000/svg", "circle");
    ring.setAttribute("class", "now");
    ring.setAttribute("r", "11");
    path.after(ring);
    return { ring, points: path.getAttribute("d").slice(1).split("L") };
  });
  const show = () => {
    const row = Number(input.value);
    output.textContent = words[row];
    input.setAttribute("aria-valuetext", words[row]);
    for (const { ring, points } of places) {
      const [x, y] = (points[row] || "").split(" ");
      ring.toggleAttribute("hidden", !y);
      ring.style.display = y ? "" : "none";
      if (y) {
        ring.setAttribute("cx", x);
        ring.setAttribute("cy", y);
      }
    }
    for (const line of exhibit.querySelectorAll("tr[data-row]")) {
      line.classList.toggle("now", Number(line.dataset.row) === row);
    }
  };
  input.addEventListener("input", show);
  const first = exhibit.querySelector("tr.first[data-row]");
  if (first && Number(first.dataset.row) > 0) input.value = first.dataset.row;
  show();
  slider.hidden = false;
}

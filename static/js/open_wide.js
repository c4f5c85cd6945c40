/* What is folded on a telephone stands open where the style sheet has room for it (--unfold: 1). */
const folded = document.querySelectorAll("details[data-open-wide]");

function unfold() {
  for (const details of folded) {
    details.open = getComputedStyle(details).getPropertyValue("--unfold").trim() === "1";
  }
}

for (const width of ["64rem", "85rem"]) {
  window.matchMedia(`(min-width: ${width})`).addEventListener("change", unfold);
}
unfold();

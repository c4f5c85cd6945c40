// A table is a stop for the Tab key and a region of the page only while it has more to show than
// fits. Without the script it always is, so that the keyboard can reach all of it.
const watch = new ResizeObserver((entries) => entries.forEach(({ target }) => settle(target)));

function settle(box) {
  const scrolls = box.scrollWidth > box.clientWidth + 1;
  for (const [name, value] of [["tabindex", "0"], ["role", "region"]]) {
    if (scrolls) box.setAttribute(name, value);
    else box.removeAttribute(name);
  }
  if (scrolls) box.setAttribute("aria-label", box.dataset.name);
  else box.removeAttribute("aria-label");
}

document.querySelectorAll(".table-box").forEach((box) => {
  box.dataset.name = box.getAttribute("aria-label");
  watch.observe(box);
});

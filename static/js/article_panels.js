// What the folded panels beside the text of an article say, while it is written: that something in
// them was changed, and how many hints there are. Without scripts they say what is saved.
const panels = document.querySelectorAll("[data-panel]");

const UNSAVED = "已修改，尚未保存";
const HINTS = "[data-hints] .hint-list > li, [data-law-found] .law-list > li";

function tellChanges(panel) {
  const said = panel.querySelector("[data-said]");
  const saved = said.textContent;
  const fields = () => [...panel.querySelectorAll("input, select, textarea")];
  const tell = () => {
    said.textContent = fields().some(window.isChanged) ? UNSAVED : saved;
  };
  panel.addEventListener("input", tell);
  panel.addEventListener("change", tell);
  window.addEventListener("pageshow", tell); // a browser that comes back has filled it in by then
}

// The words are those of the server, which counted the hints when it made the page.
function tellHints(panel, form) {
  const said = panel.querySelector("[data-said]");
  const { none, some, grave } = said.dataset;
  const tell = () => {
    const hints = [...form.querySelectorAll(HINTS)];
    const bad = hints.filter((one) => one.matches(".hint-list > .law-red")).length;
    const told = hints.length ? some.replace("{}", hints.length) : none;
    said.textContent = bad ? told + grave.replace("{}", bad) : told;
  };
  const boxes = form.querySelectorAll("[data-hints], [data-law-found]");
  const watching = new MutationObserver(tell);
  for (const box of boxes) watching.observe(box, { childList: true });
}

for (const panel of panels) {
  if (panel.matches(".panel-hints")) tellHints(panel, panel.closest("form"));
  else tellChanges(panel);
}

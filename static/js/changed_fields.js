// Marks what was changed in a form of the office since it was opened, tells how much in the bar with
// the buttons, and asks before the page is left with it. Sending the form is no leaving.
const told = document.querySelector("output[data-changes]");

if (told) {
  const { form } = told;
  const refused = Boolean(form.querySelector(".errornote")); // came back, so it is saved nowhere
  let sending = false;

  function differs(box) {
    if (box.type === "file") return Boolean(box.value);
    if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
    if (box.options) return picked(box) !== offered(box);
    return box.type !== "hidden" && box.value !== box.defaultValue;
  }

  const values = (options) => options.map((option) => option.value).join("\n");
  const picked = (list) => values([...list.selectedOptions]);

  /** What is chosen while nobody has chosen: the browser takes the first where the page marks none. */
  function offered(list) {
    const marked = [...list.options].filter((option) => option.defaultSelected);
    return values(marked.length || list.multiple ? marked : [...list.options].slice(0, 1));
  }

  const written = (box) => window.richText?.of(box);

  function isChanged(box) {
    if (!box.name || "submit button fieldset output".includes(box.type)) return false;
    return written(box) ? written(box).isChanged() : differs(box);
  }

  const rowOf = (box) => box.closest(".fieldBox, td, .form-row") ?? box;

  function changedRows() {
    return new Set([...form.elements].filter(isChanged).map(rowOf));
  }

  function show() {
    const rows = changedRows();
    for (const one of form.querySelectorAll(".changed")) one.classList.remove("changed");
    for (const row of rows) {
      row.classList.add("changed");
      row.closest("details")?.classList.add("changed");
    }
    told.value = rows.size ? `${rows.size}处改动未保存` : "";
  }

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  form.addEventListener("submit", ({ submitter }) => {
    sending = !submitter?.formTarget;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
    show();
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && (refused || changedRows().size)) event.preventDefault();
  });
  window.richText?.whenReady((text) => text.onInput(show));
}

// Asks before a page is left with words that are stored nowhere; sending their form is no leaving, nor
// is a call. A form of the office also says how much was changed, and marks where.
{
  const WORDS = "textarea, input[type=text], input[type=email]";
  const values = (options) => options.map((option) => option.value).join("\n");

  /** What is chosen while nobody has chosen: the browser takes the first where the page marks none. */
  function offered(list) {
    const marked = [...list.options].filter((option) => option.defaultSelected);
    return values(marked.length || list.multiple ? marked : [...list.options].slice(0, 1));
  }

  window.isChanged = isChanged;
  function isChanged(box) {
    if (!box.name || "submit button fieldset output".includes(box.type)) return false;
    const text = window.richText?.of(box);
    if (text) return text.isChanged();
    if (box.type === "file") return Boolean(box.value);
    if (box.type === "checkbox" || box.type === "radio") return box.checked !== box.defaultChecked;
    if (box.options) return values([...box.selectedOptions]) !== offered(box);
    return box.type !== "hidden" && box.value !== box.defaultValue;
  }

  /** `refused` is a form that came back: its words are stored nowhere. */
  function isWritten(form, refused) {
    const filled = (box) => box.tabIndex >= 0 && !box.hidden && box.value.trim();
    return [...form.querySelectorAll(WORDS)].some((box) => filled(box) && (refused || isChanged(box)));
  }

  function watch(form, output) {
    const whole = !("unsent" in form.dataset); // else its words alone count
    const place = whole ? form : document;
    const refused = Boolean(place.querySelector(".errornote:not([hidden]), .notice-wrong"));
    let sending = false;

    const rowOf = (box) => box.closest(".fieldBox, td, .form-row") ?? box;
    const changed = () => new Set([...form.elements].filter(isChanged).map(rowOf));
    const isUnsaved = () => (whole ? refused || changed().size : isWritten(form, refused));

    function show() {
      const rows = changed();
      for (const one of form.querySelectorAll(".changed")) one.classList.remove("changed");
      for (const row of rows) {
        row.classList.add("changed");
        row.closest("details")?.classList.add("changed");
      }
      output.value = rows.size ? `${rows.size}处改动未保存` : "";
    }

    window.addEventListener("submit", ({ target, submitter, defaultPrevented }) => {
      sending = target === form && !submitter?.formTarget && !defaultPrevented;
    });
    document.addEventListener("click", ({ target }) => {
      if (!target.closest?.("a[href^='tel:']")) return;
      sending = true;
      setTimeout(() => (sending = false), 1000);
    });
    window.addEventListener("beforeunload", (event) => {
      if (!sending && !("kept" in form.dataset) && isUnsaved()) event.preventDefault();
    });
    window.addEventListener("pageshow", () => {
      sending = false;
      if (output) show();
    });
    if (!output) return;
    output.dataset.watching = "";
    form.addEventListener("input", show);
    form.addEventListener("change", show);
    window.richText?.whenReady((text) => text.onInput(show));
  }

  for (const form of document.querySelectorAll("[data-unsent], #article_form")) watch(form);
  for (const output of document.querySelectorAll("[data-changes]")) watch(output.form, output);
}

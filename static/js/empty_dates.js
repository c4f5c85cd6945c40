// Marks the date fields that hold no date: where a browser shows today in them, the style sheet says so.
for (const field of document.querySelectorAll("input[type=date]")) {
  const mark = () => field.toggleAttribute("data-empty", !field.value);
  field.addEventListener("change", mark);
  mark();
}

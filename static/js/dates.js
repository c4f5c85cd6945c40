// Shows the day of a date field as people here write it, and how one is typed where it holds none. The
// browser's own order of day and month, which hangs on its language, is seen only while one types.
for (const field of document.querySelectorAll("input[type=date]")) {
  const show = () => {
    field.dataset.day = field.value.replace(/^0*(\d+)-0?(\d+)-0?(\d+)$/, "$1年$2月$3日") || "年/月/日";
    field.toggleAttribute("data-empty", !field.value);
  };
  for (const name of ["input", "change"]) field.addEventListener(name, show);
  window.addEventListener("pageshow", show);
}

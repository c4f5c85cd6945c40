// Asks before a page with unsaved words is left, unless they are kept (keep_writing.js). Sending the
// form is no leaving.
const written = document.querySelector("#article_form");

if (written) {
  let sending = false;
  let changed = Boolean(document.querySelector(".errornote"));

  const typed = () =>
    changed || (window.richText?.all() ?? []).some((text) => text.isChanged());

  written.addEventListener("input", () => {
    changed = true;
  });
  written.addEventListener("submit", ({ submitter }) => {
    sending = !submitter?.formTarget; // the preview opens beside
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && !("kept" in written.dataset) && typed()) event.preventDefault();
  });
}

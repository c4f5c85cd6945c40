// Asks before a page with a note that is not saved is left: the reply is kept as it is written, a
// note is not.
document.querySelectorAll("[data-unsaved-note] textarea").forEach((noteBox) => {
  let sending = false;

  window.addEventListener("submit", (event) => {
    sending = event.target === noteBox.form && !event.defaultPrevented;
  });
  window.addEventListener("pageshow", () => (sending = false));
  window.addEventListener("beforeunload", (event) => {
    if (!sending && noteBox.value.trim()) event.preventDefault();
  });
});

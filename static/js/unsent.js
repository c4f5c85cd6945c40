// Asks before a page with words that were not sent is left. Sending is no leaving, nor is a call.
document.querySelectorAll("[data-unsent]").forEach((form) => {
  let sending = false;
  let changed = Boolean(document.querySelector(".notice-wrong")); // came back, words and all

  function written() {
    const fields = form.querySelectorAll("textarea, input[type=text], input[type=email]");
    return [...fields].some((field) => field.tabIndex >= 0 && field.value.trim());
  }

  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", (event) => {
    sending = !event.defaultPrevented;
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.("a[href^='tel:']")) return;
    sending = true;
    setTimeout(() => {
      sending = false;
    }, 1000);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed && !sending && !("kept" in form.dataset) && written()) event.preventDefault();
  });
});

// A form that is being sent says so and takes no second click; coming back gives it its button again.
document.querySelectorAll("[data-once]").forEach((form) => {
  const button = form.querySelector("button[type=submit]");
  const label = button.textContent;

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // something is to be mended first
    setTimeout(() => {
      button.disabled = true;
      button.textContent = form.dataset.once;
    });
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
    button.textContent = label;
  });
});

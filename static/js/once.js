// A form that is being sent says so and takes no second click; coming back gives it its button again.
document.querySelectorAll("[data-once]").forEach((form) => {
  const button = form.querySelector("button[type=submit]");
  let label = "";

  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // something is to be mended first
    label = button.textContent;
    setTimeout(() => {
      button.disabled = true;
      button.textContent = form.dataset.once;
    });
  });
  window.addEventListener("pageshow", () => {
    button.disabled = false;
    button.textContent = label || button.textContent;
    label = ""; // another step may call it by another name
  });
});

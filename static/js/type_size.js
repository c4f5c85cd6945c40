// Large type at once; the server remembers it as it does without a script.
const root = document.documentElement;

document.querySelectorAll("form[data-type-size]").forEach((form) => {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const large = root.dataset.type !== "large";
    const chosen = new FormData(form);
    chosen.set("size", large ? "large" : "");
    // The answer leads back to this page, which is here already.
    fetch(form.action, { method: "POST", body: chosen, redirect: "manual", keepalive: true });
    show(large);
  });
});

function show(large) {
  if (large) root.dataset.type = "large";
  else delete root.dataset.type;
  document.querySelectorAll("form[data-type-size] button").forEach((button) => {
    button.value = large ? "" : "large";
    button.setAttribute("aria-pressed", large);
  });
}

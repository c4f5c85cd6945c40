// The consultation form, made easier where scripts run; without them it works as it is.
// Shows the separate consent only where it is asked for, and knows a form that the back button
// brings again: with its first token a second post is the same consultation.
const form = document.querySelector("[data-consult-form]");

function showSensitive() {
  const box = form.querySelector("[data-sensitive]");
  if (!box) return;
  const items = [...box.querySelectorAll("[data-sensitive-area]")];
  const area = form.elements.area.value;
  items.forEach((item) => {
    item.hidden = item.dataset.sensitiveArea !== area;
  });
  box.hidden = items.every((item) => item.hidden);
}

function keepToken() {
  const field = form.elements.token;
  if (history.state?.token) field.value = history.state.token;
  else history.replaceState({ token: field.value }, "");
}

if (form) {
  keepToken();
  form.elements.area.addEventListener("change", showSensitive);
  showSensitive(); // before the first picture, so that nothing jumps
  // A browser that comes back fills the fields in again after this script has run.
  window.addEventListener("pageshow", showSensitive);
}

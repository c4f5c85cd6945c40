// The consultation form, made easier where scripts run; without them it works as it is.
// Shows the separate consent only where it is asked for, counts characters, blocks a double click.
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

function showCount() {
  const field = form.elements.question;
  const count = form.querySelector(".count");
  const length = field.value.trim().length;
  count.textContent = length ? `已写${length}字，最多${field.maxLength}字` : "";
}

if (form) {
  const count = document.createElement("p");
  count.className = "count";
  form.elements.question.after(count);
  form.elements.question.addEventListener("input", showCount);
  form.elements.area.addEventListener("change", showSensitive);
  form.addEventListener("submit", () => {
    const button = form.querySelector("button[type=submit]");
    setTimeout(() => {
      button.disabled = true;
      button.textContent = "正在提交……";
    });
  });
  window.addEventListener("pageshow", () => {
    const button = form.querySelector("button[type=submit]");
    button.disabled = false;
    button.textContent = "提交咨询";
  });
  showSensitive();
  showCount();
}

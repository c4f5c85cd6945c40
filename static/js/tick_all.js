// One button ticks all rows of the page that can be chosen, or none of them any more.
document.querySelectorAll("[data-tick-all]").forEach((button) => {
  const boxes = button.form.querySelectorAll(".action-select");

  button.hidden = boxes.length < 2;
  button.addEventListener("click", () => {
    for (const box of boxes) box.checked = true;
  });
});

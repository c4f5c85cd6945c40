// 整理成文章: a word that is selected in the marked text can be marked as well, by one tap; without
// this script it is typed into the field. A mark of the text opens the list that it stands in.
"use strict";

(() => {
  const form = document.querySelector("[data-marks]");
  const read = form?.querySelector("[data-read]");
  if (!read) return;
  const field = form.elements.more;
  const button = document.createElement("button");
  Object.assign(button, { className: "button writing-pick", name: "action", value: "save" });
  button.textContent = "也遮去";
  button.hidden = true;
  form.append(button);

  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    const range = chosen.rangeCount ? chosen.getRangeAt(0) : null;
    const inside = read.contains(range?.commonAncestorContainer ?? null);
    button.hidden = !inside || chosen.toString().trim().includes("\n");
    if (button.hidden) return;
    const part = range.cloneContents();
    // What is said to screen readers alone is no part of the text.
    part.querySelectorAll(".visually-hidden").forEach((said) => said.remove());
    const word = part.textContent.trim();
    button.hidden = !word || word.length > field.maxLength;
    if (button.hidden) return;
    const place = range.getBoundingClientRect();
    button.style.top = `${place.bottom + scrollY + 4}px`;
    button.style.left = `${place.left + scrollX}px`;
    button.dataset.word = word;
  });
  // A press would take the selection away before the click.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    field.value = button.dataset.word;
  });
  read.addEventListener("click", (event) => {
    const place = event.target.closest("a")?.hash;
    document.querySelector(place || "_")?.closest("details")?.setAttribute("open", "");
  });
})();

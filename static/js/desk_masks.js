// 整理成文章: what is chosen for a word stands in the text at once. The server says the same when it
// is kept; without this script the text follows with the next save.
"use strict";

(() => {
  const form = document.querySelector("[data-masks]");
  if (!form) return;
  const left = form.querySelector("[data-left]");

  const show = (box) => {
    const chosen = box.querySelector("input[type=radio]:checked")?.value;
    const words = box.querySelector("input[type=text]").value;
    for (const mark of form.querySelectorAll(`[data-mark="${box.dataset.word}"]`)) {
      const instead = { keep: mark.dataset.was, swap: words, drop: "（删去）" }[chosen];
      mark.firstElementChild.textContent = instead ?? mark.dataset.was;
      mark.classList.toggle("masking-ask", !chosen);
    }
  };

  const count = () => {
    const boxes = [...form.querySelectorAll("[data-word]")];
    const open = boxes.filter((box) => !box.querySelector("input[type=radio]:checked")).length;
    if (left) left.textContent = open ? `还有${open}处要定` : "";
  };

  form.addEventListener("input", (event) => {
    const box = event.target.closest("[data-word]");
    if (box) {
      show(box);
      count();
    }
  });
})();

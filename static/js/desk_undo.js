// Counts down the seconds in which a sent answer can be taken back. The server decides in any case.
document.querySelectorAll("[data-undo]").forEach((form) => {
  const end = performance.now() + Number(form.dataset.undo);
  const left = form.querySelector("[data-undo-left]");

  function count() {
    const seconds = Math.ceil((end - performance.now()) / 1000);
    if (seconds > 0) {
      left.textContent = `${seconds}秒内`;
      return;
    }
    clearInterval(timer);
    form.querySelector("button").remove();
    form.querySelector("p").textContent = "答复已发出，咨询人现在可以看到。";
  }

  const timer = setInterval(count, 500);
  count();
});

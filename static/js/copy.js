// Copies the text of a field; where the browser does not let us, the text is selected for Ctrl+C.
document.querySelectorAll("[data-copy]").forEach((button) => {
  const field = document.getElementById(button.dataset.copy);
  const state = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      state.textContent = "已复制。";
    } catch {
      state.textContent = "链接已选中，请按 Ctrl+C 复制。";
    }
  });
});

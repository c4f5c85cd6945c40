// Copies words that stand on the page, an address say; where the browser refuses, they are marked.
document.querySelectorAll("[data-copy-words]").forEach((button) => {
  const words = document.getElementById(button.dataset.copyWords);
  const state = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words.innerText.trim());
      state.textContent = button.dataset.copied ?? "已复制。";
    } catch {
      getSelection().selectAllChildren(words);
      state.textContent = "已选中，请长按或按Ctrl+C复制。";
    }
  });
});

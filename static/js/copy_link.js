// Copies title and address of the page. Without the script the address stands under the text.
document.querySelectorAll("[data-copy-link]").forEach((button) => {
  const said = button.parentElement.querySelector("[role=status]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(button.dataset.copyLink);
      said.textContent = "已复制";
    } catch {
      said.textContent = "浏览器不允许复制，网址在正文后面";
    }
    setTimeout(() => (said.textContent = ""), 4000);
  });
});

// Copies the code of the receipt; the button is hidden where scripts do not run.
const button = document.querySelector("[data-copy]");

async function copyCode() {
  const said = document.querySelector("[data-said]");
  const code = document.querySelector("[data-code]");
  try {
    await navigator.clipboard.writeText(code.textContent.trim());
    said.textContent = "已复制，请粘贴到只有您能看到的地方。";
  } catch {
    getSelection().selectAllChildren(code);
    said.textContent = "请长按或右键复制选中的查询码。";
  }
}

if (button) {
  button.hidden = false;
  button.addEventListener("click", copyCode);
}

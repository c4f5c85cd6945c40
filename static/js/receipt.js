// Copy and print on the receipt; the buttons are hidden where scripts do not run.
const acts = document.querySelector("[data-receipt-acts]");

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

if (acts) {
  acts.hidden = false;
  acts.querySelector("[data-copy]").addEventListener("click", copyCode);
  acts.querySelector("[data-print]").addEventListener("click", () => window.print());
}

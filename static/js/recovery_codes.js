// Print and copy the recovery codes; the buttons are hidden where scripts do not run.
const acts = document.querySelector("[data-codes-acts]");

async function copyCodes() {
  const said = document.querySelector("[data-codes-said]");
  const list = document.querySelector("[data-codes]");
  const codes = [...list.children].map((item) => item.textContent.trim());
  try {
    await navigator.clipboard.writeText(codes.join("\n"));
    said.textContent = "已复制，请粘贴到只有您能看到的地方。";
  } catch {
    getSelection().selectAllChildren(list);
    said.textContent = "请按Ctrl+C复制选中的恢复码。";
  }
}

if (acts) {
  acts.hidden = false;
  acts.querySelector("[data-codes-copy]").addEventListener("click", copyCodes);
  acts.querySelector("[data-codes-print]").addEventListener("click", () => window.print());
}

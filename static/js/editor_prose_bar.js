// The buttons of the trial editor: words, one stop of the Tab key, the arrows go on from there.
// Alt+F10 leads from the text to them and Escape back, as in CKEditor.
const PROSE_LINK = {
  title: "链接",
  label: "网址",
  help: "例如 https://www.court.gov.cn 或本站的 /articles/；留空则取消链接。",
  wrong: "网址应以 https://、http://、mailto:、tel: 或 / 开头。",
};
const PROSE_ADDRESS = /^(?:https?:\/\/\S+|mailto:\S+@\S+|tel:[+\d-]+|\/\S*)$/i;

function proseButtons(text) {
  const on = (name, options) => ({ isOn: (editor) => editor.isActive(name, options) });
  const table = { isShown: (editor) => editor.isActive("table") };
  return [
    ["小标题", (run) => run.toggleHeading({ level: 2 }), on("heading", { level: 2 })],
    ["次级标题", (run) => run.toggleHeading({ level: 3 }), on("heading", { level: 3 })],
    ["加粗", (run) => run.toggleBold(), on("bold")],
    ["清除格式", (run) => run.unsetAllMarks().clearNodes()],
    ["编号列表", (run) => run.toggleOrderedList(), on("orderedList")],
    ["项目列表", (run) => run.toggleBulletList(), on("bulletList")],
    ["引用", (run) => run.toggleBlockquote(), on("blockquote")],
    ["链接", null, { ...on("link"), act: linkProse }],
    ["上传图片", null, { act: () => chooseFiles((files) => insertPictures(text, files)) }],
    ["图片说明", null, { act: describeProse, isOff: (editor) => !editor.isActive("image") }],
    ["表格", insertProseTable],
    ["加一行", (run) => run.addRowAfter(), table],
    ["删一行", (run) => run.deleteRow(), table],
    ["加一列", (run) => run.addColumnAfter(), table],
    ["删一列", (run) => run.deleteColumn(), table],
    ["删除表格", (run) => run.deleteTable(), table],
    ["粘贴为无格式文本", null, { act: () => pasteNextPlainly(text), isOn: () => text.plainNext }],
    ["撤销", (run) => run.undo(), { isOff: (editor) => !editor.can().undo() }],
    ["重做", (run) => run.redo(), { isOff: (editor) => !editor.can().redo() }],
  ];
}

function proseBar(text, editor) {
  const bar = make("div", { className: "prose-bar" });
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", "正文工具栏");
  const buttons = proseButtons(text).map(([words, command, rest = {}]) => {
    const button = make("button", { type: "button", textContent: words, tabIndex: -1 });
    button.addEventListener("click", () => {
      if (button.getAttribute("aria-disabled") === "true") return;
      if (command) command(editor.chain().focus()).run();
      else rest.act(editor);
      show();
    });
    return { button, ...rest };
  });
  const show = () => buttons.forEach((one) => showProse(one, editor));
  bar.append(...buttons.map(({ button }) => button));
  buttons[0].button.tabIndex = 0;
  editor.on("transaction", show);
  show();
  bar.addEventListener("keydown", (event) => walkProse(event, bar, editor));
  editor.view.dom.addEventListener("keydown", (event) => {
    if (!event.altKey || event.key !== "F10") return;
    event.preventDefault();
    bar.querySelector("[tabindex='0']").focus();
  });
  return bar;
}

function showProse({ button, isOn, isOff, isShown }, editor) {
  if (isOn) button.setAttribute("aria-pressed", String(Boolean(isOn(editor))));
  if (isOff) button.setAttribute("aria-disabled", String(Boolean(isOff(editor))));
  if (isShown) button.hidden = !isShown(editor);
}

function walkProse(event, bar, editor) {
  const buttons = [...bar.querySelectorAll("button:not([hidden])")];
  const at = buttons.indexOf(event.target);
  const last = buttons.length - 1;
  const steps = { ArrowRight: at < last ? at + 1 : 0, ArrowLeft: at ? at - 1 : last, Home: 0, End: last };
  // At once: the command of the same name waits for the next frame.
  if (event.key === "Escape") editor.view.focus();
  if (!(event.key in steps)) return;
  event.preventDefault();
  bar.querySelectorAll("button").forEach((one) => {
    one.tabIndex = -1;
  });
  buttons[steps[event.key]].tabIndex = 0;
  buttons[steps[event.key]].focus();
}

function insertProseTable(run) {
  const made = run.insertTable({ rows: 3, cols: 3, withHeaderRow: true });
  return made.updateAttributes("tableRow", { head: true }); // of the row with the caret, the first
}

function pasteNextPlainly(text) {
  text.plainNext = !text.plainNext;
  text.focus();
}

function chooseFiles(chosen) {
  const input = make("input", { type: "file", multiple: true, accept: "image/jpeg,image/png,image/webp" });
  input.addEventListener("change", () => chosen(Array.from(input.files)));
  input.click();
}

/** Asks for the description of the picture that is selected. */
async function describeProse(editor) {
  const alt = await askForAlt(editor.getAttributes("image"));
  editor.commands.focus();
  if (alt !== null) editor.commands.updateAttributes("image", { alt });
}

async function linkProse(editor) {
  const href = await askForLink(editor.getAttributes("link").href ?? "");
  const run = editor.chain().focus().extendMarkRange("link");
  if (href === "") run.unsetLink().run();
  else if (href && editor.state.selection.empty && !editor.isActive("link")) {
    run.insertContent({ type: "text", text: href, marks: [{ type: "link", attrs: { href } }] }).run();
  } else if (href) run.setLink({ href }).run();
  else editor.commands.focus();
}

/** The address of a link, "" for none, null when the dialog was left. */
function askForLink(href) {
  const dialog = make("dialog", { className: "picture-dialog" });
  const form = make("form", { method: "dialog" });
  const title = make("h2", { id: "prose-link-title", textContent: PROSE_LINK.title });
  const field = make("input", { id: "prose-link", value: href, type: "text" });
  const label = make("label", { htmlFor: field.id, textContent: PROSE_LINK.label });
  const help = make("p", { id: "prose-link-help", className: "help", textContent: PROSE_LINK.help });
  field.setAttribute("aria-describedby", help.id);
  dialog.setAttribute("aria-labelledby", title.id);
  const address = () => field.value.trim().replace(/^www\./i, "https://www.");
  field.addEventListener("input", () => field.setCustomValidity(""));
  form.addEventListener("submit", (event) => {
    if (!address() || PROSE_ADDRESS.test(address())) return;
    event.preventDefault();
    field.setCustomValidity(PROSE_LINK.wrong);
    field.reportValidity();
  });
  form.append(title, label, field, help, dialogButtons());
  dialog.append(form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "ok" ? address() : null);
      dialog.remove();
    });
    dialog.showModal();
    field.focus();
  });
}

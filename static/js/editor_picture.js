// The dialog that asks what a picture shows. `askForAlt` gives the text, "" for a picture that only
// decorates, null when the dialog was left. A native <dialog>: the page behind it is out of reach.
const PICTURE_DIALOG = {
  title: "图片说明",
  label: "图片内容",
  help:
    "请用一句话说明图片内容，例如“工伤认定流程图，从申请到结论共五步”。" +
    "供读屏软件朗读，图片无法显示时也会显示。",
  decoration: "仅作装饰，不含信息（读屏软件会跳过这张图片）",
  missing: "请填写说明；图片仅作装饰的，请勾选“仅作装饰”。",
};
const LONGEST_ALT = 200;

function askForAlt({ src, alt, place = "" }) {
  const dialog = pictureDialog(src, alt, place);
  document.body.append(dialog);
  const text = dialog.querySelector("textarea");
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "ok" ? altOf(dialog) : null);
      dialog.remove();
    });
    dialog.showModal();
    (text.disabled ? dialog.querySelector("[type=checkbox]") : text).focus();
  });
}

function pictureDialog(src, alt, place) {
  const image = make("img", { src, alt: "" });
  const text = make("textarea", { id: "picture-alt", rows: 2, maxLength: LONGEST_ALT });
  text.value = alt || "";
  text.setAttribute("aria-describedby", "picture-alt-help picture-alt-error");
  const label = make("label", { htmlFor: text.id, textContent: PICTURE_DIALOG.label });
  const help = make("p", { id: "picture-alt-help", className: "help" });
  help.textContent = PICTURE_DIALOG.help;
  const tick = make("input", { type: "checkbox", checked: alt === "" });
  const decoration = make("label", { className: "tick" });
  decoration.append(tick, PICTURE_DIALOG.decoration);
  const error = make("p", { id: "picture-alt-error", className: "errornote", hidden: true });
  error.setAttribute("role", "alert");
  const form = make("form", { method: "dialog" });
  const title = make("h2", { id: "picture-dialog-title" });
  title.textContent = PICTURE_DIALOG.title + place;
  form.append(title, image, label, text, help, decoration, error, dialogButtons());
  const dialog = make("dialog", { className: "picture-dialog plain" });
  dialog.setAttribute("aria-labelledby", title.id);
  dialog.append(form);
  listen(dialog, form, text, tick, error);
  return dialog;
}

function dialogButtons() {
  const row = make("div", { className: "cluster" });
  const ok = make("button", { type: "submit", value: "ok", className: "button default" });
  ok.textContent = "确定";
  const cancel = make("button", { type: "button", className: "quiet-button", textContent: "取消" });
  cancel.addEventListener("click", () => cancel.closest("dialog").close("cancel"));
  row.append(ok, cancel);
  return row;
}

function listen(dialog, form, text, tick, error) {
  const settle = () => {
    text.disabled = tick.checked;
    text.setAttribute("aria-invalid", "false");
    error.hidden = true;
  };
  settle();
  tick.addEventListener("change", settle);
  form.addEventListener("submit", (event) => {
    if (tick.checked || text.value.trim()) return;
    event.preventDefault();
    error.textContent = PICTURE_DIALOG.missing;
    error.hidden = false;
    text.setAttribute("aria-invalid", "true");
    text.focus();
  });
  text.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault(); // a description is one line; Enter confirms it
    form.requestSubmit(form.querySelector("[type=submit]"));
  });
  dialog.addEventListener("keydown", keepFocus);
}

// Tab goes round in the dialog instead of on to the browser's own buttons.
function keepFocus(event) {
  if (event.key !== "Tab") return;
  const fields = "textarea:enabled, input, button";
  const stops = Array.from(event.currentTarget.querySelectorAll(fields));
  const [first, last] = [stops[0], stops[stops.length - 1]];
  const edge = event.shiftKey ? first : last;
  if (document.activeElement !== edge) return;
  event.preventDefault();
  (event.shiftKey ? last : first).focus();
}

function altOf(dialog) {
  if (dialog.querySelector("[type=checkbox]").checked) return "";
  return dialog.querySelector("textarea").value.replace(/\s+/g, " ").trim();
}

function make(tag, properties) {
  return Object.assign(document.createElement(tag), properties);
}

// The trial editor (RICHTEXT_EDITOR=prose, docs/decisions/0002-rich-text.md): Tiptap, as
// django-prose-editor bundles it, behind what editor.js promises. Where its script does not come,
// the box with the source stays and works.
document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("textarea[data-prose]").forEach(startProse);
});

async function startProse(box) {
  const options = JSON.parse(box.dataset.prose);
  const kit = await import(options.editorUrl);
  const frame = make("div", { className: "prose-frame" });
  const notices = make("div", { className: "prose-notices" });
  const area = make("div", { className: "prose-area" });
  const editor = new kit.Editor({
    element: area,
    extensions: proseSchema(kit),
    content: box.value,
    injectCSS: false, // css/editor_prose.css: the policy lets no style in that stands in the page
    enableInputRules: false, // what is typed stays as it was typed
    enablePasteRules: false,
    editorProps: {
      attributes: proseNames(box),
      handleDoubleClickOn: (_, at, node) => node.type.name === "image" && describeAt(editor, at),
    },
  });
  const text = textOfProse({ kit, editor, box, options, notices });
  frame.append(proseBar(text, editor), notices, area);
  box.before(frame);
  box.hidden = true;
  document.querySelector(`label[for="${box.id}"]`)?.addEventListener("click", text.focus);
  sendProse(text);
  pasteProse(editor, text);
  richText.add(text);
}

function describeAt(editor, at) {
  editor.commands.setNodeSelection(at);
  describeProse(editor);
  return true;
}

function proseNames(box) {
  const names = { role: "textbox", "aria-multiline": "true", class: "prose-text" };
  const label = document.querySelector(`label[for="${box.id}"]`)?.textContent ?? "";
  names["aria-label"] = label.replace(/[:：]\s*$/, "").trim();
  for (const name of ["aria-describedby", "aria-invalid"]) {
    if (box.hasAttribute(name)) names[name] = box.getAttribute(name);
  }
  return names;
}

function sendProse(text) {
  const write = () => {
    text.box.value = text.html();
  };
  text.box.form?.addEventListener("submit", write);
  text.box.form?.addEventListener("formdata", ({ formData }) => {
    if (text.box.name) formData.set(text.box.name, text.html());
  });
}

// Before the editor reads it: it would read what another program wrote with all its styles.
function pasteProse(editor, text) {
  const take = (event, transfer, range) => {
    const html = transfer.getData("text/html");
    const given = { html, words: transfer.getData("text/plain"), files: [...transfer.files] };
    given.isElsewhere = !html.includes("data-pm-slice");
    const isTaken = takesPaste(text, given, range);
    if (isTaken) event.preventDefault();
    return isTaken;
  };
  const paste = (view, event) => {
    if (!event.clipboardData) return false;
    if (text.plainNext) return pastePlainly(text, event);
    return take(event, event.clipboardData, view.state.selection);
  };
  const drop = (view, event) => {
    const at = view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos;
    const isOurs = view.dragging || at === undefined;
    return !isOurs && take(event, event.dataTransfer, { from: at, to: at });
  };
  editor.setOptions({ editorProps: { ...editor.options.editorProps, handleDOMEvents: { paste, drop } } });
}

function pastePlainly(text, event) {
  event.preventDefault();
  text.plainNext = false;
  text.insertPlain(event.clipboardData.getData("text/plain"));
  return true;
}

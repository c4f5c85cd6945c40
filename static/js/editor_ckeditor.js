// CKEditor 4 behind what editor.js promises. Beside editor_buttons.js the one script that knows it.
CKEDITOR.on("instanceReady", ({ editor }) => richText.add(textOfCkeditor(editor)));

function textOfCkeditor(editor) {
  const area = () => editor.editable()?.$ ?? null;
  return {
    box: editor.element.$,
    options: editor.config,
    html: () => editor.getData(),
    isChanged: () => editor.checkDirty(),
    look: () => (editor.mode === "wysiwyg" ? area() : null),
    source: () => (editor.mode === "wysiwyg" ? null : area()),
    onInput(told) {
      // `change` is of the buttons and the undo steps; what an input method types is told by the DOM.
      const listen = () => area()?.addEventListener("input", () => told());
      editor.on("change", () => told());
      editor.on("mode", listen);
      listen();
    },
    focus: () => editor.focus(),
    inOneStep(change) {
      editor.fire("saveSnapshot");
      change();
      editor.fire("saveSnapshot");
    },
    tell: (words, kind) => editor.showNotification(words, kind, kind === "progress" ? 0 : undefined),
    insertHtml(html, range) {
      editor.focus();
      editor.insertHtml(html, "html", range);
    },
    insertPlain(words, range) {
      this.insertHtml(editor.editable().transformPlainTextToHtml(words), range);
    },
    insertImage(src, alt) {
      editor.focus();
      const image = editor.document.createElement("img", { attributes: { src, alt } });
      editor.insertElement(isLineShort(editor) ? image : onItsOwnLine(editor, image));
    },
  };
}

// A picture has a line of its own, except where lines are short: in a list, a table, a link.
function isLineShort(editor) {
  const path = editor.elementPath();
  return path && path.contains({ li: 1, td: 1, th: 1, figure: 1, a: 1 });
}

function onItsOwnLine(editor, image) {
  const line = editor.document.createElement("p");
  line.append(image);
  return line;
}

CKEDITOR.on("instanceCreated", ({ editor }) => {
  // Before its own listeners: one of them, at 1, says in English that it takes no files.
  editor.on("paste", (event) => onCkeditorPaste(editor, event), null, null, 0);
});

function onCkeditorPaste(editor, event) {
  const { dataTransfer, range } = event.data;
  const html = dataTransfer.getData("text/html") || "";
  const text = richText.of(editor.element.$);
  const files = Array.from({ length: dataTransfer.getFilesCount() }, (_, at) => dataTransfer.getFile(at));
  const isElsewhere = dataTransfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_EXTERNAL;
  const isPlain = editor._.nextPasteType === "text"; // 粘贴为无格式文本 and Ctrl+Shift+V
  const given = { html, words: dataTransfer.getData("text/plain"), files, isElsewhere, isPlain };
  if (takesPaste(text, given, range)) event.cancel();
}

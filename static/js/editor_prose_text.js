// The text of the trial editor, as editor.js promises it to the other scripts.
function textOfProse({ kit, editor, box, options, notices }) {
  const opened = editor.state.doc;
  const isChanged = () => !editor.state.doc.eq(opened);
  return {
    box,
    options,
    plainNext: false, // whether the next paste takes words alone
    // A text that nobody has changed is sent as it came.
    html: () => (isChanged() ? writtenProse(editor.getHTML()) : box.defaultValue),
    isChanged,
    look: () => editor.view.dom,
    source: () => null,
    onInput: (told) => editor.on("update", () => told()),
    focus: () => editor.commands.focus(undefined, { scrollIntoView: false }),
    inOneStep(change) {
      editor.view.dispatch(kit.pm.history.closeHistory(editor.state.tr));
      change(); // the editor reads it off the page, as it reads what an input method writes
    },
    tell: (words, kind) => tellProse(notices, words, kind),
    insertHtml(html, range) {
      if (range) editor.commands.setTextSelection(range);
      editor.view.pasteHTML(html);
      this.focus();
    },
    insertPlain(words, range) {
      if (range) editor.commands.setTextSelection(range);
      editor.view.pasteText(words);
    },
    insertImage: (src, alt) => insertProseImage(editor, { type: "image", attrs: { src, alt } }),
  };
}

// On a line of its own, except where lines are short: in a list, a table, a figure.
function insertProseImage(editor, image) {
  const { $from } = editor.state.selection;
  const isShort = ["listItem", "tableCell", "tableHeader", "figure"].some((one) => editor.isActive(one));
  if (isShort || !$from.depth) {
    editor.chain().insertContent(image).focus().run();
    return;
  }
  const isEmpty = $from.parent.content.size === 0;
  const place = isEmpty ? { from: $from.before(), to: $from.after() } : $from.after();
  editor.chain().insertContentAt(place, { type: "paragraph", content: [image] }).focus().run();
}

/** Says something above the text until it is closed; a progress is changed and hidden again. */
function tellProse(notices, words, kind) {
  const notice = make("p", { className: `prose-notice prose-${kind}` });
  const said = make("span", { textContent: words });
  const bar = make("progress", { max: 1, value: 0, hidden: kind !== "progress" });
  const close = make("button", { type: "button", className: "button", textContent: "关闭" });
  close.addEventListener("click", () => notice.remove());
  notice.setAttribute("role", kind === "progress" ? "status" : "alert");
  if (kind === "warning") notices.replaceChildren();
  notices.append(notice);
  notice.append(said, bar, close);
  return {
    update({ progress, message }) {
      bar.value = progress;
      said.textContent = message;
    },
    hide: () => notice.remove(),
  };
}

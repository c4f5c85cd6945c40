// What the scripts of the office may know of a text with an editor, whichever editor that is. An
// editor that is ready adds its text (editor_ckeditor.js), which has:
// box, options, html(), isChanged(), look() (the element of the text as it looks, null while its
// source is shown), source() (the box of the source, null otherwise), onInput(told), focus(),
// inOneStep(change) for the undo, tell(words, kind), insertHtml(html, place), insertPlain(words,
// place), insertImage(src, alt).
window.richText = (() => {
  const texts = new Map(); // by the id of the box that is sent
  const waiting = [];
  return {
    of: (box) => texts.get(box?.id),
    all: () => [...texts.values()],
    /** Tells of every text, once its editor is ready. */
    whenReady(told) {
      waiting.push(told);
      texts.forEach(told);
    },
    add(text) {
      texts.set(text.box.id, text);
      waiting.forEach((told) => told(text));
    },
  };
})();

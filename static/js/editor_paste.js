// What is pasted or dropped. Pictures are uploaded; HTML of another program goes to the server,
// which reads it as it reads every text, and comes back as plain structure. Nothing of it reaches
// the page before: a picture in it would ask a foreign host.
const PASTE = {
  leftOut: (number) =>
    `有${number}张图片位于其他网站或您的电脑，未能带入。需要的，请先存为文件，再点“上传图片”插入正文。`,
  asText: "未能整理粘贴的排版，已按无格式文本插入正文。",
};

CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("paste", (event) => onPaste(editor, event), null, null, 2);
});

function onPaste(editor, event) {
  const { dataTransfer, range } = event.data;
  const html = dataTransfer.getData("text/html") || "";
  const pictures = pastedPictures(dataTransfer);
  // A table of Excel comes with its own photograph: words are worth more.
  if (pictures.length && !hasWords(html)) {
    event.cancel();
    insertPictures(editor, pictures);
  } else if (html && isFromElsewhere(editor, dataTransfer) && !asPlainText(editor)) {
    event.cancel();
    insertTidied(editor, html, dataTransfer.getData("text/plain"), range);
  }
}

function pastedPictures(transfer) {
  const files = Array.from({ length: transfer.getFilesCount() }, (_, at) => transfer.getFile(at));
  return files.filter((file) => file && file.type.startsWith("image/"));
}

function hasWords(html) {
  const unseen = /<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;|\s/g;
  return html.replace(unseen, "") !== "";
}

function isFromElsewhere(editor, transfer) {
  return transfer.getTransferType(editor) === CKEDITOR.DATA_TRANSFER_EXTERNAL;
}

// The button 粘贴为无格式文本 and Ctrl+Shift+V.
function asPlainText(editor) {
  return editor._.nextPasteType === "text";
}

async function insertTidied(editor, html, text, range) {
  try {
    const answer = await post(editor.config.pasteUrl, "html", withoutData(html));
    insertBlocks(editor, answer.html, range);
    if (answer.left_out) editor.showNotification(PASTE.leftOut(answer.left_out), "warning");
  } catch {
    insertBlocks(editor, editor.editable().transformPlainTextToHtml(text), range);
    editor.showNotification(PASTE.asText, "warning");
  }
}

// Pictures inside the HTML are its bulk and are left out anyway.
function withoutData(html) {
  return html.replace(/\bsrc\s*=\s*(["'])data:[^"']*\1/gi, 'src="data:"');
}

function insertBlocks(editor, html, range) {
  editor.focus();
  editor.insertHtml(html, "html", range);
}

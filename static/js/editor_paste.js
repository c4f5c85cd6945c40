// What is pasted or dropped. Pictures are uploaded; HTML of another program goes to the server,
// which reads it as it reads every text, and comes back as plain structure. Nothing of it reaches
// the page before: a picture in it would ask a foreign host.
const PASTE = {
  leftOut: (number) =>
    `有${number}张图片位于其他网站或您的电脑，未能带入。需要的，请先存为文件，再点“上传图片”插入正文。`,
  noPicture: "正文里只能放图片，粘贴的文件没有放进去。",
  asText: "未能整理粘贴的排版，已按无格式文本插入正文。",
};

/** Whether this is done here, and not by the editor itself. */
function takesPaste(text, { html, words, files, isElsewhere, isPlain }, place) {
  const pictures = files.filter((file) => file && file.type.startsWith("image/"));
  // A table of Excel comes with its own photograph: words are worth more.
  if (pictures.length && !hasWords(html)) insertPictures(text, pictures);
  else if (html && isElsewhere && !isPlain) insertTidied(text, html, words, place);
  else if (files.length && !html && !words) text.tell(PASTE.noPicture, "warning");
  else return false;
  return true;
}

function hasWords(html) {
  const unseen = /<style[\s\S]*?<\/style>|<!--[\s\S]*?-->|<[^>]*>|&nbsp;|\s/g;
  return html.replace(unseen, "") !== "";
}

async function insertTidied(text, html, words, place) {
  try {
    const answer = await post(text.options.pasteUrl, "html", withoutData(html));
    text.insertHtml(answer.html, place);
    if (answer.left_out) text.tell(PASTE.leftOut(answer.left_out), "warning");
  } catch {
    text.insertPlain(words, place);
    text.tell(PASTE.asText, "warning");
  }
}

// Pictures inside the HTML are its bulk and are left out anyway.
function withoutData(html) {
  return html.replace(/\bsrc\s*=\s*(["'])data:[^"']*\1/gi, 'src="data:"');
}

// What the site adds to CKEditor: buttons for headings and for a picture from this computer.
// The editor's own upload tab and format menu live in inline-script frames, which the content
// security policy forbids; these need none.
CKEDITOR.on("instanceCreated", ({ editor }) => {
  editor.on("paste", (event) => {
    const pictures = pastedPictures(event.data.dataTransfer);
    if (!pictures.length) return;
    event.cancel();
    pictures.forEach((file) => uploadPicture(editor, file));
  });
});

function pastedPictures(transfer) {
  const files = Array.from({ length: transfer.getFilesCount() }, (_, at) => transfer.getFile(at));
  return files.filter((file) => file && file.type.startsWith("image/"));
}

CKEDITOR.plugins.add("antou", {
  init(editor) {
    addHeading(editor, "h2", "小标题");
    addHeading(editor, "h3", "次级标题");
    editor.addCommand("picture", { exec: choosePicture, allowedContent: "img[!src,alt,width,height]" });
    editor.ui.addButton("Picture", { label: "上传图片", command: "picture", toolbar: "insert" });
  },
});

function csrfToken() {
  return document.querySelector("[name=csrfmiddlewaretoken]").value;
}

function addHeading(editor, element, label) {
  const style = new CKEDITOR.style({ element });
  const name = element.toUpperCase();
  editor.addCommand(element, new CKEDITOR.styleCommand(style));
  editor.attachStyleStateChange(style, (state) => editor.getCommand(element).setState(state));
  editor.ui.addButton(name, { label, command: element, toolbar: "styles" });
}

function choosePicture(editor) {
  const input = document.createElement("input");
  input.type = "file";
  input.accept = "image/jpeg,image/png,image/webp";
  input.addEventListener("change", () => uploadPicture(editor, input.files[0]));
  input.click();
}

async function uploadPicture(editor, file) {
  const body = new FormData();
  body.append("upload", file);
  const headers = { "X-CSRFToken": csrfToken() };
  const notice = editor.showNotification("正在上传图片……", "progress", 0);
  try {
    const response = await fetch(editor.config.uploadUrl, { method: "POST", body, headers });
    const answer = await response.json();
    if (!answer.uploaded) throw new Error(answer.error.message);
    const alt = window.prompt("用一句话说明图片内容，读屏的人靠它了解图片：", "") || "";
    const image = editor.document.createElement("img", { attributes: { src: answer.url, alt } });
    editor.insertElement(image);
    notice.hide();
  } catch (error) {
    notice.update({ type: "warning", message: error.message || "图片没有上传成功，请重试。" });
  }
}

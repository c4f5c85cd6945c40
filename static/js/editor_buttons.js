// What the site adds to CKEditor's toolbar: headings, a picture from this computer, its description.
// The editor's own format menu and picture dialog live in inline-script frames, which the content
// security policy forbids; these need none.
CKEDITOR.plugins.add("antou", {
  init(editor) {
    editor.lang.common.url = "网址"; // the one word that CKEditor's Chinese leaves in English
    addHeading(editor, "h2", "小标题");
    addHeading(editor, "h3", "次级标题");
    const allowedContent = "img[!src,alt,width,height]";
    editor.addCommand("picture", { exec: choosePictures, allowedContent });
    editor.ui.addButton("Picture", { label: "上传图片", command: "picture", toolbar: "insert" });
    editor.addCommand("pictureText", {
      exec: describePicture,
      contextSensitive: 1,
      refresh(_, path) {
        const isPicture = path.lastElement && path.lastElement.is("img");
        this.setState(isPicture ? CKEDITOR.TRISTATE_OFF : CKEDITOR.TRISTATE_DISABLED);
      },
    });
    editor.ui.addButton("PictureText", {
      label: "图片说明",
      command: "pictureText",
      toolbar: "insert",
    });
    editor.on("doubleclick", ({ data }) => {
      if (data.element.is("img")) describePicture(editor, data.element);
    });
  },
});

function addHeading(editor, element, label) {
  const style = new CKEDITOR.style({ element });
  const name = element.toUpperCase();
  editor.addCommand(element, new CKEDITOR.styleCommand(style));
  editor.attachStyleStateChange(style, (state) => editor.getCommand(element).setState(state));
  editor.ui.addButton(name, { label, command: element, toolbar: "styles" });
}

function choosePictures(editor) {
  const input = document.createElement("input");
  input.type = "file";
  input.multiple = true;
  input.accept = "image/jpeg,image/png,image/webp";
  input.addEventListener("change", () => insertPictures(richText.of(editor.element.$), Array.from(input.files)));
  input.click();
}

// Asks for the description of a picture that stands in the text: the given one, or the selected one.
async function describePicture(editor, picture) {
  const image = picture && picture.is ? picture : editor.getSelection().getSelectedElement();
  if (!image || !image.is("img")) return;
  const alt = await askForAlt({ src: image.getAttribute("src"), alt: image.getAttribute("alt") });
  editor.focus();
  if (alt === null) return;
  editor.fire("saveSnapshot");
  image.setAttribute("alt", alt);
  editor.fire("saveSnapshot");
}

"""The editor of the office: text as it is typed and put in, and pictures."""

import io

from PIL import Image


def open_form(page, address):
    """The form of a text, with its editor ready."""
    page.goto(address)
    page.locator(".cke_editor_id_body .cke_wysiwyg_div").wait_for()
    return page


def unfold(page, name):
    """Open a panel beside the text; ends when it is."""
    panel = page.locator("details.panel", has=page.get_by_role("heading", name=name, exact=True))
    page.wait_for_load_state()  # a panel that the address names opens by itself
    if panel.get_attribute("open") is None:
        panel.locator("summary").first.click()
    panel.and_(page.locator("[open]")).wait_for()


def put(page, html):
    """Put a text into the editor instead of what is there, as a paste does; ends when it is."""
    page.locator(".cke_editor_id_body .cke_wysiwyg_div").wait_for()
    page.evaluate(
        "html => new Promise((done) => CKEDITOR.instances.id_body.setData(html, done))", html
    )


def to_the_end(page):
    """The caret behind the last word."""
    page.evaluate(
        "() => { const e = CKEDITOR.instances.id_body; const r = e.createRange(); e.focus();"
        " r.moveToElementEditEnd(e.editable()); r.select(); }"
    )


def body(page):
    """The text as it would be sent."""
    return page.evaluate("CKEDITOR.instances.id_body.getData()").replace("\n", "")


def paste(page, html="", words="按文本粘贴", files=0):
    """Paste as the clipboard of another program would: HTML with its text, pictures."""
    page.locator(".cke_wysiwyg_div").first.evaluate(
        """async (target, [html, words, files]) => {
            const clipboardData = new DataTransfer();
            if (html) {
                clipboardData.setData("text/html", html);
                clipboardData.setData("text/plain", words);
            }
            for (let at = 0; at < files; at++) {
                const canvas = document.createElement("canvas");
                const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
                clipboardData.items.add(new File([blob], `图${at}.png`, { type: "image/png" }));
            }
            const options = { clipboardData, bubbles: true, cancelable: true };
            target.dispatchEvent(new ClipboardEvent("paste", options));
        }""",
        [html, words, files],
    )


def save(page):
    """Keep a draft; the form stays."""
    with page.expect_navigation():  # it may wait for words that are on their way
        page.locator("[name=_save]").first.click()
    page.locator(".messagelist .success").wait_for()
    page.locator(".cke_wysiwyg_div").first.wait_for()


def publish(page):
    """Let visitors see it."""
    with page.expect_navigation():
        page.locator("[name=_publish]").first.click()
    page.locator(".messagelist .success").wait_for()


def png(color="#a33", size=(600, 400)):
    """The bytes of a picture of one colour."""
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, "PNG")
    return buffer.getvalue()


def file(name="图.png", data=None):
    """A picture as a file that is chosen."""
    return {"name": name, "mimeType": "image/png", "buffer": data or png()}


def choose_pictures(page, *files):
    """By the button of the editor."""
    with page.expect_file_chooser() as chooser:
        page.locator(".cke_button__picture").click()
    chooser.value.set_files(list(files))


def dialog(page):
    """What asks for the words of a picture."""
    found = page.get_by_role("dialog", name="图片说明")
    found.wait_for()
    return found


def describe(page, words):
    """Say what a chosen picture shows."""
    asked = dialog(page)
    asked.get_by_label("图片内容").fill(words)
    asked.get_by_role("button", name="确定").click()
    page.locator(f".cke_wysiwyg_div img[alt='{words}']").wait_for()

"""Somebody in the office who works by hand."""

SET_TEXT = """(html) => new Promise((done) =>
    Object.values(CKEDITOR.instances)[0].setData(html, done))"""


class Person:
    """A window of the office, used as a person uses it."""

    def __init__(self, page):
        self.page = page

    def link(self, words):
        self.page.get_by_role("link", name=words).first.click()

    def button(self, words):
        self.page.get_by_role("button", name=words).first.click()

    def tick(self, label):
        self.page.get_by_role("checkbox", name=label).check()

    def _unfold(self, field):
        """Press the panel that a field is folded in; one that the address names opens by itself."""
        self.page.locator(field).wait_for(state="attached")
        self.page.wait_for_load_state()
        folded = self.page.locator(f"details.panel:not([open]):has({field}) > summary")
        if folded.count():
            folded.click()

    def write(self, field, words):
        self._unfold(field)
        self.page.locator(field).fill(words)

    def bring(self, field, file):
        """Choose a file from the disk."""
        self._unfold(field)
        self.page.locator(field).set_input_files(file)

    def compose(self, html):
        """Put a text into the editor."""
        self.page.locator(".cke_wysiwyg_div").first.wait_for()
        self.page.evaluate(SET_TEXT, html)

    def text(self):
        """What stands in the editor, as HTML."""
        self.page.locator(".cke_wysiwyg_div").first.wait_for()
        return self.page.evaluate("Object.values(CKEDITOR.instances)[0].getData()")

    def saved(self):
        """Press 保存 and see that it was."""
        self.page.locator("[name=_save]").first.click()
        self.page.locator(".messagelist .success").wait_for()

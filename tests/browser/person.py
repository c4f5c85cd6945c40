"""Somebody in the office who works by hand, and the seconds that it takes a person."""

TAP, LETTER = 3.0, 0.3
SET_TEXT = """(html) => new Promise((done) =>
    Object.values(CKEDITOR.instances)[0].setData(html, done))"""
CHARACTER_READ = 0.1  # 600 characters a minute: a lawyer who reads through a draft of a known kind


class Person:
    """A window of the office, and the time that a person would have spent in it so far."""

    def __init__(self, page):
        self.page, self.seconds, self.steps = page, 0.0, 0

    def _spend(self, seconds):
        self.seconds += seconds
        self.steps += 1

    def tap(self, found):
        """Press something."""
        self._spend(TAP)
        found.click()

    def link(self, words):
        self.tap(self.page.get_by_role("link", name=words).first)

    def button(self, words):
        self.tap(self.page.get_by_role("button", name=words).first)

    def tick(self, label):
        self._spend(TAP)
        self.page.get_by_role("checkbox", name=label).check()

    def _unfold(self, field):
        """Press the panel that a field is folded in; one that the address names opens by itself."""
        self.page.locator(field).wait_for(state="attached")
        self.page.wait_for_load_state()
        folded = self.page.locator(f"details.panel:not([open]):has({field}) > summary")
        if folded.count():
            self.tap(folded)

    def write(self, field, words):
        """Tap into a field and type."""
        self._unfold(field)
        self._spend(TAP + LETTER * len(words))
        self.page.locator(field).fill(words)

    def choose(self, field, label):
        """Open a list and take one of it."""
        self._spend(2 * TAP)
        self.page.locator(field).select_option(label=label)

    def bring(self, field, file):
        """Choose a file from the disk: the button, the file, its OK."""
        self._unfold(field)
        self._spend(3 * TAP)
        self.page.locator(field).set_input_files(file)

    def compose(self, html, typed):
        """Put a text into the editor, of which so many characters are typed."""
        self._spend(TAP + LETTER * typed)
        self.page.locator(".cke_wysiwyg_div").first.wait_for()
        self.page.evaluate(SET_TEXT, html)

    def text(self):
        """What stands in the editor, as HTML."""
        self.page.locator(".cke_wysiwyg_div").first.wait_for()
        return self.page.evaluate("Object.values(CKEDITOR.instances)[0].getData()")

    def read(self, words):
        """Read a text through."""
        self._spend(CHARACTER_READ * len("".join(words.split())))

    def saved(self):
        """Press 保存 and see that it was."""
        self.tap(self.page.locator("[name=_save]").first)
        self.page.locator(".messagelist .success").wait_for()

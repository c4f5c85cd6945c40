"""What is typed about one page."""

from hashlib import sha256

from django import forms

from firm.models.page_words import LONGEST_DESCRIPTION, LONGEST_TITLE
from richtext.core.sanitise import storable
from website.office.heads.called import Called

CHANGED = "刚才有同事改过，现在是：{}。仍要用您填写的，请再点一次保存。"
NOTHING = "没有另外填写"
GOOD_TITLE, GOOD_DESCRIPTION = 30, 80  # characters that Baidu shows, about


class WordsForm(forms.Form):
    """Title and description; what is left empty is as the page has it by itself."""

    title = forms.CharField(
        label="标题",
        required=False,
        max_length=LONGEST_TITLE,
        help_text=f"搜索结果只显示前{GOOD_TITLE}字左右，网站名称自动接在后面。",
        widget=forms.TextInput(attrs={"data-preview": "title"}),
    )
    description = forms.CharField(
        label="描述",
        required=False,
        max_length=LONGEST_DESCRIPTION,
        help_text=f"搜索结果只显示前{GOOD_DESCRIPTION}字左右。说明这一页讲什么、由谁办理。",
        widget=forms.Textarea(attrs={"rows": 3, "data-preview": "description"}),
    )

    def __init__(self, page: Called, data=None):
        self.page = page
        chosen = {"title": page.chosen.title, "description": page.chosen.description}
        super().__init__(data, initial=chosen)
        for name, own in page.words._asdict().items():
            self.fields[name].widget.attrs.update({"placeholder": own, "data-own": own})

    @property
    def stored(self):
        """A fingerprint of what is chosen by now: whoever saves has seen it."""
        chosen = self.page.chosen
        return sha256(f"{chosen.title}\n{chosen.description}".encode()).hexdigest()[:16]

    def clean_title(self):
        """One line, as it stands in the head of a page."""
        return " ".join(storable(self.cleaned_data["title"]).split())

    def clean_description(self):
        """The same."""
        return " ".join(storable(self.cleaned_data["description"]).split())

    def clean(self):
        data = super().clean() or self.cleaned_data
        chosen = self.page.chosen
        same = (data.get("title"), data.get("description")) == (chosen.title, chosen.description)
        if self.data.get("seen") != self.stored and not same:  # a double click stores it twice
            told = "；".join(filter(None, [chosen.title, chosen.description])) or NOTHING
            self.add_error(None, CHANGED.format(told))
        return data

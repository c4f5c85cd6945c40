"""The tags of an article as a line of names, in its form."""

import re
import unicodedata

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.template.loader import render_to_string

from articles.models import Tag
from articles.revisions import snapshot
from statutes.base.columns import max_length

LONGEST = max_length(Tag, "name")
LONGEST_LINE = 400
BETWEEN = re.compile(r"[、，,;；\n]+")
OFFERED = 500
HELP = (
    f"用顿号或逗号隔开，最多{snapshot.MOST_TAGS}个，每个不超过{LONGEST}个字。"
    "例如：工伤认定、停工留薪期。"
)
TOO_MANY = "最多填{most}个标签，现有{number}个。"
TOO_LONG = f"标签“{{name}}”有{{number}}个字，最多{LONGEST}个字。"
UNSEEN = "标签“{name}”中有不可见的字符，请重新输入。"


def names_in(text: str) -> list[str]:
    """The names in a line as it was typed, each once whatever its case, in their order."""
    folded = [
        " ".join(part.split()).strip("# ")
        for part in BETWEEN.split(unicodedata.normalize("NFKC", text or ""))
    ]
    by_case: dict[str, str] = {}
    for name in filter(None, folded):
        by_case.setdefault(name.casefold(), name)
    return list(by_case.values())


def as_stored(names: list[str]) -> list[str]:
    """The names, spelled like the existing tags where there are any."""
    lowered = [name.lower() for name in names]
    found = Tag.objects.annotate(low=Lower("name")).filter(Q(low__in=lowered) | Q(name__in=names))
    stored = {tag.name.casefold(): tag.name for tag in found}
    return [stored.get(name.casefold(), name) for name in names]


class TagInput(forms.TextInput):
    """A line of names; a script offers the tags that are there for the one being typed."""

    class Media:
        js = [forms.Script("js/tag_names.js", defer=True)]

    def render(self, name, value, attrs=None, renderer=None):
        line = super().render(name, value, {**(attrs or {}), "data-tag-names": ""}, renderer)
        used = Tag.objects.annotate(number=Count("articles")).order_by("-number", "name")
        names = used.values_list("name", flat=True)[:OFFERED]
        return render_to_string("admin/articles/tag_input.html", {"line": line, "names": names})


class TagNamesField(forms.CharField):
    """Names of tags in one text box; its value is a list of names."""

    widget = TagInput(attrs={"class": "vTextField", "autocomplete": "off"})

    def __init__(self, **kwargs):
        known = {"label": "标签", "required": False, "help_text": HELP, "max_length": LONGEST_LINE}
        super().__init__(**{**known, **kwargs})

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return sorted(names_in(self.prepare_value(initial))) != sorted(names_in(data))

    def clean(self, value):
        names = names_in(super().clean(value))
        if len(names) > snapshot.MOST_TAGS:
            raise ValidationError(TOO_MANY.format(most=snapshot.MOST_TAGS, number=len(names)))
        for name in names:
            if len(name) > LONGEST:
                raise ValidationError(TOO_LONG.format(name=name, number=len(name)))
            if not name.isprintable():
                raise ValidationError(UNSEEN.format(name=name))
        return as_stored(names)

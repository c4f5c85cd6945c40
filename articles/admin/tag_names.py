"""The tags of an article as a line of names, in its form."""

import re

from django import forms

from articles.content import MOST_TAGS
from articles.models import Tag

LONGEST = Tag._meta.get_field("name").max_length
BETWEEN = re.compile(r"[、，,；;\n\t]+")


class TagNamesField(forms.CharField):
    """Names with 、 between them; cleaned to a list, each once."""

    def __init__(self, **kwargs):
        help_text = f"几个标签之间用顿号隔开，例如：工伤、劳动仲裁。最多{MOST_TAGS}个。"
        super().__init__(label="标签", required=False, help_text=help_text, **kwargs)
        self.widget.attrs["class"] = "vTextField"

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "、".join(value)

    def to_python(self, value):
        if not isinstance(value, str):
            return list(value or [])
        names = [" ".join(name.split()) for name in BETWEEN.split(value)]
        return list(dict.fromkeys(filter(None, names)))

    def validate(self, value):
        if len(value) > MOST_TAGS:
            raise forms.ValidationError(f"标签最多{MOST_TAGS}个，现在有{len(value)}个。")
        for name in value:
            if len(name) > LONGEST:
                raise forms.ValidationError(f"标签“{name[:LONGEST]}……”太长，每个最多{LONGEST}字。")

    def run_validators(self, value):
        """Those of a text do not fit a list."""
        if any("\x00" in name for name in value):
            raise forms.ValidationError("标签里有不能保存的字符。")

    def has_changed(self, initial, data):
        return sorted(self.to_python(initial)) != sorted(self.to_python(data))

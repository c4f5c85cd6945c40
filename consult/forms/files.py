"""The field for attachments: several files at a time, each judged by its content."""

import json

from django import forms

from consult.files import types
from consult.files.types.upload_handler import LARGEST, MOST_FILES

HELP = f"最多{MOST_FILES}个，每个不超过20MB。可以上传{types.TAKEN}。"
TOO_MANY_FILES = f"未能上传，一次最多{MOST_FILES}个附件。"


class FilesInput(forms.FileInput):
    """A file input that takes several; the list only helps to choose, the content decides.

    Its script says what a browser can see by itself, in the sentences that it finds here.
    """

    allow_multiple_selected = True

    def __init__(self, attrs=None):
        said = {
            "large": types.TOO_BIG, "empty": types.EMPTY, "unknown": types.UNKNOWN,
            "many": TOO_MANY_FILES, **types.ENDINGS,
        }  # fmt: skip
        seen = {
            "data-most": MOST_FILES,
            "data-largest": LARGEST,
            "data-types": types.CONTENT_TYPES,
            "data-said": json.dumps(
                {why: types.sentence("%s", words) for why, words in said.items()},
                ensure_ascii=False,
            ),
        }
        super().__init__({"accept": types.ACCEPT, **seen, **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.Field):
    """Files as they came; not required. `KeepsFiles` judges them, once all else is in order."""

    widget = FilesInput

    def __init__(self, **kwargs):
        known = {"label": "附件", "help_text": HELP, "required": False}
        super().__init__(**{**known, **kwargs})

    def clean(self, value):
        return list(value or [])

"""The field for attachments: several files at a time, each judged by its content."""

import json

from django import forms
from django.core.exceptions import ValidationError

from consult.files import types
from consult.files.types.upload_handler import LARGEST, MOST_FILES, TOO_MANY

HELP = f"最多{MOST_FILES}个，每个不超过20MB。可以上传{types.TAKEN}。"
TOO_MANY_FILES = f"没有收下，一次最多{MOST_FILES}个附件。"
FEWER = f"一次最多{MOST_FILES}个附件，请减少后重新选择。"
AGAIN = "选过的附件需要重新选择，浏览器不会替您留着。"


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
    """Up to five files, as `Checked`; not required.

    With `at_once=False` they are only counted, and the form judges them by `judge` when all else
    is in order and the post was counted: opening pictures is expensive, and must cost who posts
    too.
    """

    widget = FilesInput

    def __init__(self, *, at_once=True, **kwargs):
        known = {"label": "附件", "help_text": HELP, "required": False}
        super().__init__(**{**known, **kwargs})
        self.at_once = at_once

    def clean(self, value):
        uploads = list(value or [])
        if not self.at_once:
            return uploads
        if len(uploads) > MOST_FILES or any(_fault(upload) == TOO_MANY for upload in uploads):
            raise ValidationError(FEWER)
        return self.judge(uploads)

    def judge(self, uploads):
        """The files as they will be kept; ValidationError with a sentence for each that is not."""
        checked, refusals = [], []
        for upload in uploads:
            try:
                checked.append(types.check_upload(upload))
            except types.FileTypeError as refusal:
                refusals.append(str(refusal))
        if refusals:
            raise ValidationError("\n".join(refusals))
        return checked


def _fault(upload):
    return getattr(upload, "fault", "")

"""Forms of the import: the file, and the preview that was looked at."""

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError

from statutes.data.table_csv import LARGEST

GONE = "这份预览已经失效，请重新选择文件。"
NO_FILE = "请选择要导入的CSV文件。"
LASTS = 4 * 60 * 60  # seconds from the preview to the confirmation


class FileForm(forms.Form):
    """A CSV file with rows of the table."""

    file = forms.FileField(
        label="CSV文件",
        help_text=f"UTF-8或者GB18030编码，最大{LARGEST // 1_000_000} MB。",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages=dict.fromkeys(("required", "missing", "invalid"), NO_FILE)
        | {"empty": "文件是空的。"},
    )


class ConfirmForm(forms.Form):
    """The file that was looked at, signed for the person who did: nothing of it lies on disk."""

    signed = forms.CharField(widget=forms.HiddenInput, error_messages={"required": GONE})

    def __init__(self, *args, bound_to, **kwargs):
        super().__init__(*args, **kwargs)
        self.bound_to = bound_to

    def clean_signed(self):
        """The text of the file and the fingerprint of what it was said to change."""
        try:
            return signing.loads(self.cleaned_data["signed"], salt=self.bound_to, max_age=LASTS)
        except signing.BadSignature as error:
            raise ValidationError(GONE) from error


def sign(text: str, fingerprint: str, bound_to: str) -> str:
    """What the confirmation sends back."""
    return signing.dumps([text, fingerprint], salt=bound_to, compress=True)

"""The field for attachments, and the files that stay while its form is refused.

What is good is encrypted and listed on the form with a tick, so that it goes with the next post;
what is not is named beside the field. Only what cannot be kept has to be chosen again.
"""

import json
from contextlib import suppress
from uuid import UUID

from django import forms
from django.db import OperationalError

from consult.base import tokens
from consult.base.policy import MissingKeyError
from consult.files import attachments, types
from consult.files.attachments import Enclosure, Parked, fingerprint
from consult.files.storage import NotStoredError
from consult.files.types import TOO_MANY_FILES
from consult.files.types.upload_handler import LARGEST, MOST_FILES
from consult.forms.base import PersonForm
from consult.models import Consultation, ParkedFile
from consult.spam import rate_limit, upload_quota
from consult.spam.upload_quota import Coming

HELP = f"照片、PDF、docx、xlsx、录音、MP4视频。\n最多{MOST_FILES}个，每个不超过20MB。"
LOST = "未能保留，请重新选择。"
GONE = attachments.GoneError.text


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
        sentences = {why: types.sentence("%s", words) for why, words in said.items()}
        seen = {
            "data-most": MOST_FILES,
            "data-largest": LARGEST,
            "data-types": types.CONTENT_TYPES,
            "data-said": json.dumps(sentences, ensure_ascii=False),
        }
        super().__init__({"accept": types.ACCEPT, **seen, **(attrs or {})})

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.Field):
    """Files as they came; not required. `KeepsFiles` judges them, once all else is in order."""

    widget = FilesInput

    def clean(self, value):
        return list(value or [])


class TickedField(forms.Field):
    """The ids of the files that the form lists and that are ticked; what is no id names none."""

    widget = forms.MultipleHiddenInput

    def clean(self, value):
        ids: dict[UUID, None] = {}
        for text in (value or [])[:MOST_FILES]:
            with suppress(ValueError):
                ids[UUID(text)] = None
        return list(ids)


def _said(upload, why):
    return types.sentence(types.shown_name(upload.name), why)


class KeepsFiles(PersonForm):
    """A form with attachments; `parked` are those that the next post brings by their ids."""

    said_with: tuple[str, ...] = ()  # names of fields that make two posts two, beside the files
    # A field, which Django takes off the class.
    files = FilesField(label="附件", help_text=HELP, required=False)  # type: ignore[assignment]
    kept = TickedField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.parked: list[ParkedFile] = []
        self.uploads: list = []
        self.checked: list | None = None  # once the uploads were opened
        self.said: list[str] = []
        self.is_settled = False
        self.coming: Coming | None = None  # once it was asked whether the files may be taken
        self.files_refused = 0  # so many of a post that is taken without them

    @property
    def owner(self) -> str:
        """What only this form knows, "" when nothing can be kept for it: its signed token."""
        token = tokens.parse_form_token(self["token"].value())
        return token.random if token.valid else ""

    @property
    def parked_until(self):
        """When the first of the files that are listed goes."""
        return min(one.parked_at for one in self.parked) + attachments.LIFE

    def clean_files(self):
        """Counted only: opening pictures is expensive, and must cost who posts too."""
        self.uploads = self.cleaned_data["files"]
        return self.uploads

    def judge_files(self) -> bool:
        """Open the files; False adds a sentence for each that is not taken."""
        room = MOST_FILES - len(self.cleaned_data["kept"])
        self.checked = []
        for upload in self.uploads[:room]:
            try:
                self.checked.append(types.check_upload(upload))
            except types.FileTypeError as refusal:
                self._say(str(refusal))
        self._say(*[_said(one, TOO_MANY_FILES) for one in self.uploads[room:]])
        return not self.said

    def enclosed(self) -> list[Enclosure]:
        """What goes with the post: the files that wait for it, and the new ones."""
        if self.files_refused:
            return []
        parked = [Parked(self.owner, key) for key in self.cleaned_data["kept"]]
        return [*parked, *(self.checked or [])]

    def ask_for_room(self, address: str, *, proved: bool, consultation=None) -> None:
        """The one place that asks whether files of a stranger may be taken; they were judged.

        Where they may not the post goes without them: a text is never lost for want of room.
        """
        files = self.enclosed()
        if not files:
            return
        new = sum(one.size for one in self.checked or [])
        waiting = attachments.waiting(self.owner, self.cleaned_data["kept"])
        size = new + sum(one.size for one in waiting)
        said = [self.cleaned_data.get(name, "") for name in self.said_with]
        parts = [self.owner, consultation, *said]  # rows by their keys, names are not unique
        keys = [str(getattr(part, "pk", part)) for part in parts]
        key = "\x00".join([*keys, *fingerprint(files)])
        self.coming = Coming(key, address, size, new, proved, consultation)
        if not upload_quota.admit(self.coming):
            self.files_refused = len(files)

    def note_stored(self) -> None:
        """The post is stored: its files are no longer on their way, those refused wait no more."""
        if self.coming:
            upload_quota.settle(self.coming.key)
        if self.files_refused:
            attachments.keep_only(self.owner, [])

    def park(self, address: str, consultation: Consultation | None = None) -> None:
        """After a refusal, before the form is shown again: keep what can be kept, name the rest."""
        self.errors  # noqa: B018  (reads the post)
        if self.is_settled:
            return
        self.is_settled = True
        try:
            wanted = self.cleaned_data["kept"]
            self.parked = attachments.waiting(self.owner, wanted)
            if len(self.parked) < len(wanted):
                self._say(GONE)
            # What was not ticked any more goes.
            attachments.keep_only(self.owner, [one.pk for one in self.parked])
            # Counted before a picture is opened or a byte is written.
            counted = (rate_limit.PARKED, address, rate_limit.ALL_PARKED)
            if self.uploads and self.owner and rate_limit.allow(*counted):
                # Of a post that has counted its files already, once more only where they lie.
                size = sum(one.size for one in self.uploads[:MOST_FILES])
                with upload_quota.parking(None if self.coming else address, size) as has_room:
                    if has_room:
                        self._park_new(consultation)
        except (OperationalError, MissingKeyError):  # busy or closed: what is left over is lost
            pass
        left = self.uploads if self.checked is None else self.checked
        self._say(*[_said(one, LOST) for one in left])

    def _park_new(self, consultation):
        if self.checked is None:
            self.judge_files()
        waiting, self.checked = self.checked or [], []
        for file in waiting:
            try:
                self.parked.append(attachments.park(self.owner, file, consultation))
            except NotStoredError:
                self.checked.append(file)

    def _say(self, *sentences):
        """All that is said of the files is one message, each sentence on a line."""
        self.said += [one for one in sentences if one not in self.said]
        if self.said:
            self.errors.pop("files", None)
            self.add_error("files", "\n".join(self.said))

"""How a text is made public: each word decided on, rewritten, and what its client says to it."""

from django import forms
from django.core.exceptions import ValidationError

from consult.base.enums import PublicationState as State
from consult.desk.masks import Act, Choice
from consult.forms.base import PersonForm, PlainTextField
from firm.base.forms import AreaField, RecordField, field_of
from firm.models import Lawyer, PracticeArea

LONGEST_TEXT = 20_000
UNDECIDED = "请选择保留、换说法或者删去。"
NO_WORDS = "请填写换成什么。"
NO_TITLE = "请填写标题。"
NO_AUTHOR = "请选择作者。"
NOT_TICKED = "请核对后勾选，三项都勾选才能发给咨询人确认。"
NOT_CHOSEN = "请选择一项；暂不决定可直接返回，不答复就不会公开。"
NO_WISH = "请写明希望怎样修改。"
VERDICTS = [
    (State.AGREED, "同意按上面的文字公开"),
    (State.CHANGES, "修改以后再给我看"),
    (State.OBJECTED, "不同意公开"),
]


class JudgeForm(PersonForm):
    """Yes, no, or what is to be changed first; `asked` names the text that was on the screen."""

    verdict = forms.TypedChoiceField(
        label="您的决定",
        choices=VERDICTS,
        coerce=State,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), NOT_CHOSEN),
    )
    text = PlainTextField(
        label="希望怎样修改",
        required=False,
        max_length=2000,
        help_text="选“修改以后再给我看”时请写明，例如：不要写我做什么工作。只有律师能看到。",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, publication, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication = publication
        if publication.asked_at:
            self.initial["asked"] = publication.asked_at.isoformat()
        if publication.judged_at:
            self.initial["verdict"], self.initial["text"] = publication.state, publication.wish

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if data.get("verdict") == State.CHANGES and not data.get("text") and not self.errors:
            self.add_error("text", ValidationError(NO_WISH))
        return data

    def renew(self):
        """Show what was typed under the text that is on the page now."""
        self.overwrite(asked=self.initial.get("asked", ""))
        self.data.pop("verdict", None)


class VersionForm(PersonForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class MasksForm(VersionForm):
    """What becomes of each word that may tell who somebody is; the text is the server's."""

    stage = "masks"

    def __init__(self, *args, words, choices, must=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.words, self.must = words, must
        for word in words:
            known = choices.get(word.text)
            self.fields[f"act_{word.key}"] = forms.TypedChoiceField(
                label=word.text, choices=Act.choices, coerce=Act, empty_value=None,
                required=False, widget=forms.RadioSelect, initial=known and known.act.value,
                error_messages={"invalid_choice": UNDECIDED},
            )  # fmt: skip
            self.fields[f"to_{word.key}"] = PlainTextField(
                label=f"“{word.text}”换成", max_length=40, required=False,
                initial=(known and known.words) or word.replacement,
            )  # fmt: skip

    def clean(self):
        super().clean()
        data = self.cleaned_data
        for word in self.words:
            act, words = data.get(f"act_{word.key}"), data.get(f"to_{word.key}")
            if self.must and not act and f"act_{word.key}" not in self.errors:
                self.add_error(f"act_{word.key}", UNDECIDED)
            if act == Act.SWAP and not words:
                self.add_error(f"to_{word.key}", NO_WORDS)
            elif words and act == Act.SWAP and word.text in words:
                self.add_error(f"to_{word.key}", "换成的说法里还有原来的词。")
        return data

    def choices(self):
        data = self.cleaned_data
        made = {word: data.get(f"act_{word.key}") for word in self.words}
        return {
            word.text: Choice(act, data[f"to_{word.key}"] if act == Act.SWAP else "", word.kind)
            for word, act in made.items()
            if act
        }

    def rows(self):
        return [(one, self[f"act_{one.key}"], self[f"to_{one.key}"]) for one in self.words]

    def undecided(self):
        return sum(not act.value() for _, act, _ in self.rows())


class AuthorField(RecordField):
    default_error_messages = {"invalid_choice": "所选律师已不在名单中，请重新选择。"}

    def label_of(self, lawyer):
        return lawyer.title


class WritingForm(MasksForm):
    """The public wording as a lawyer goes on writing it, and what is still to be decided in it."""

    stage = "writing"
    title = PlainTextField(
        label="标题",
        max_length=60,
        required=False,
        help_text="一个问题，8到30字，以“？”结尾。",
        error_messages={"max_length": "标题最多60个字，现有%(show_value)d个字。"},
    )
    question = PlainTextField(
        label="公开的问题",
        max_length=LONGEST_TEXT,
        help_text="可以删减、改写，不要补充案情。",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "请填写公开的问题。"},
    )
    answer = PlainTextField(
        label="答复改写成正文",
        max_length=LONGEST_TEXT,
        help_text="寒暄、报价、约见可以删去；法条保持原样。",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "请填写公开的答复。"},
    )
    area = AreaField(
        label="业务领域", empty_label="请选择", error_messages={"required": "请选择业务领域。"}
    )
    author = AuthorField(label="作者", required=False, empty_label="请选择")
    friends = forms.BooleanField(label="熟人读了也认不出是谁", required=False)
    opponent = forms.BooleanField(label="对方认不出来", required=False)
    sensitive = forms.BooleanField(label="没有未成年人、病历、住址", required=False)
    ticks = ("friends", "opponent", "sensitive")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        areas = PracticeArea.objects.select_related("parent")
        field_of(self, "area", AreaField).offer(areas)
        field_of(self, "author", AuthorField).offer(Lawyer.objects.all())

    def clean(self):
        super().clean()
        data = self.cleaned_data
        if self.must:
            for name, words in (("title", NO_TITLE), ("author", NO_AUTHOR)):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, words)
            for name in self.ticks:
                if not data.get(name):
                    self.add_error(name, NOT_TICKED)
        return data

    @property
    def left_unticked(self):
        """What is said once of all three."""
        return NOT_TICKED if any(name in self.errors for name in self.ticks) else ""

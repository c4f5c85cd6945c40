"""How a text is made public: written, its marks decided on, and what its client says to it."""

from django import forms
from django.core.exceptions import ValidationError

from consult.base.decisions import Decided, Reason
from consult.base.enums import PublicationState as State
from consult.forms.base import PersonForm, PlainTextField
from firm.base.forms import AreaField, RecordField, field_of
from firm.models import Lawyer, PracticeArea

LONGEST_TEXT = 20_000
KEEP, REWRITE = "keep", "new"
MOST_MARKS = 200  # of one form, open ones first: a post has a thousand fields at most
UNDECIDED = "请选择改写或者保留。"
NO_REASON = "保留要选一个理由。"
NO_WORDS = "请填写改写成什么。"
SAME_WORDS = "改写的说法里还有原来的词。"
NOT_THERE = "公开稿里没有这个词，请照原样抄写。"
NO_TITLE = "请填写标题。"
NO_AUTHOR = "请选择作者。"
NO_QUESTION = "请写出公开的问题。"
NO_ANSWER = "请填写公开的回答。"
REQUIRED = {
    "title": NO_TITLE, "question": NO_QUESTION, "answer": NO_ANSWER, "author": NO_AUTHOR
}  # fmt: skip
NOT_CHOSEN = "请选择一项；暂不决定可直接返回，不答复就不会公开。"
NO_WISH = "请勾选要去掉的字，或者写明希望怎样修改。"
NOT_AS_IT_IS = "您勾选了要去掉的字，请选“修改以后再给我看”，或者取消勾选。"
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

    def __init__(self, *args, publication, compared, **kwargs):
        super().__init__(*args, **kwargs)
        self.publication, self.compared = publication, compared
        for mark in compared.marks:
            self.fields[f"go_{mark.key}"] = forms.BooleanField(label="请去掉", required=False)
        if publication.asked_at:
            self.initial["asked"] = publication.asked_at.isoformat()
        if publication.judged_at:
            self.initial["verdict"], self.initial["text"] = publication.state, publication.wish

    def clean(self):
        super().clean()
        data = self.cleaned_data
        verdict, wishes = data.get("verdict"), data.get("text") or self.gone()
        if verdict == State.CHANGES and not wishes and not self.errors:
            self.add_error("text", ValidationError(NO_WISH))
        if verdict == State.AGREED and self.gone():
            self.add_error("verdict", ValidationError(NOT_AS_IT_IS))
        return data

    def gone(self) -> list[str]:
        """The marked words that are to go."""
        marks = self.compared.marks
        return [one.text for one in marks if self.cleaned_data.get(f"go_{one.key}")]

    def wish(self) -> str:
        """What a lawyer reads of it."""
        words = "、".join(f"“{one}”" for one in self.gone())
        told = [f"请去掉{words}。"] if words else []
        return "\n".join([*told, *filter(None, [self.cleaned_data["text"]])])

    def rows(self):
        return [(one, self[f"go_{one.key}"]) for one in self.compared.marks]

    def renew(self):
        """Show what was typed under the text that is on the page now."""
        self.overwrite(asked=self.initial.get("asked", ""))
        self.data.pop("verdict", None)


class MarksForm(PersonForm):
    """What becomes of each mark of a text: other words, or a reason to keep it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    more = PlainTextField(label="还有要遮的词", max_length=40, required=False)

    def __init__(self, *args, compared, decided, **kwargs):
        super().__init__(*args, **kwargs)
        self.compared, self.decided = compared, decided
        self.marks = [*compared.open, *compared.ticked][:MOST_MARKS]
        for mark in self.marks:
            self.fields[f"act_{mark.key}"] = forms.ChoiceField(
                label=mark.text, choices=self.acts, required=False, widget=forms.RadioSelect,
                initial=KEEP if mark.reason else None,
                error_messages={"invalid_choice": UNDECIDED},
            )  # fmt: skip
            self.fields[f"to_{mark.key}"] = PlainTextField(
                label=f"“{mark.text}”改写成", max_length=200, required=False
            )
            self.fields[f"why_{mark.key}"] = forms.ChoiceField(
                label=f"“{mark.text}”保留的理由", choices=[("", "为什么可以留"), *Reason.choices],
                required=False, initial=mark.reason, error_messages={"invalid_choice": NO_REASON},
            )  # fmt: skip

    acts = [(KEEP, "保留")]  # an article is rewritten where articles are

    def clean(self):
        super().clean()
        data = self.cleaned_data
        for mark in self.marks:
            to = data.get(f"to_{mark.key}") or ""
            act = data.get(f"act_{mark.key}") or (REWRITE if to else "")
            data[f"act_{mark.key}"] = act
            if act == KEEP and not data.get(f"why_{mark.key}"):
                self.add_error(f"why_{mark.key}", NO_REASON)
            elif act == REWRITE and not to:
                self.add_error(f"to_{mark.key}", NO_WORDS)
            elif act == REWRITE and mark.text in to:
                self.add_error(f"to_{mark.key}", SAME_WORDS)
        if (more := data.get("more")) and more not in self.text:
            self.add_error("more", NOT_THERE)
        return data

    @property
    def text(self):
        rows = self.compared.pieces
        return "\n".join("".join(piece.text for piece in row) for row in rows)

    def of(self, act, field):
        data = self.cleaned_data
        chosen = [one for one in self.marks if data.get(f"act_{one.key}") == act]
        return {one.text: data[f"{field}_{one.key}"] for one in chosen}

    def decisions(self) -> Decided:
        """What is ticked now; what a person picked stays picked."""
        more = [self.cleaned_data["more"]] if self.cleaned_data["more"] else []
        beyond = {one.text: one.reason for one in self.compared.ticked if one not in self.marks}
        ticked = beyond | self.of(KEEP, "why")
        ticked = {word: why for word, why in ticked.items() if word not in more}
        return Decided(ticked, [*self.decided.picked, *more])

    def rows(self):
        names = ("act", "to", "why")
        return [(one, *(self[f"{name}_{one.key}"] for name in names)) for one in self.marks]

    def open_rows(self):
        """With those whose field says what is wrong."""
        return [row for row in self.rows() if not row[0].reason or any(x.errors for x in row[1:])]

    def ticked_rows(self):
        known = {row[0] for row in self.open_rows()}
        return [row for row in self.rows() if row[0] not in known]


class AuthorField(RecordField):
    default_error_messages = {"invalid_choice": "所选律师已不在名单中，请重新选择。"}

    def label_of(self, lawyer):
        return lawyer.title


class WritingForm(MarksForm):
    """The public wording, written anew by a lawyer."""

    acts = [(REWRITE, "改写"), (KEEP, "保留")]
    title = PlainTextField(
        label="标题",
        max_length=60,
        required=False,
        help_text="一个问题，8到30字，以“？”结尾。",
        error_messages={"max_length": "标题最多60个字，现有%(show_value)d个字。"},
    )
    question = PlainTextField(
        label="问题",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="用两三句话写出这一类问题，不写名字、单位、地方、日子和数目。",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    answer = PlainTextField(
        label="回答",
        max_length=LONGEST_TEXT,
        required=False,
        help_text="从您的答复带过来，可以随意改；法条保持原样。",
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    area = AreaField(
        label="业务领域", empty_label="请选择", error_messages={"required": "请选择业务领域。"}
    )
    author = AuthorField(label="作者", required=False, empty_label="请选择")

    def __init__(self, *args, must=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.must = must
        areas = PracticeArea.objects.select_related("parent")
        field_of(self, "area", AreaField).offer(areas)
        field_of(self, "author", AuthorField).offer(Lawyer.objects.all())

    def clean(self):
        data = super().clean()
        for name, words in REQUIRED.items():
            if self.must and not data.get(name) and name not in self.errors:
                self.add_error(name, words)
        return data

"""What the staff fills in on the page of a consultation."""

import secrets

from django import forms
from django.core.exceptions import ValidationError

from articles.models import Article
from consult.base import gaps
from consult.desk import reply_token
from consult.forms.base import PersonForm, PlainTextField
from consult.forms.kept_files import KeepsFiles
from consult.models import CannedReply, Draft, Message
from consult.services import Written
from consult.spam import upload_quota
from firm.base.forms import field_of

LONGEST_REPLY = 20_000
NO_ROOM = "服务器磁盘空间不足，暂时不能添加附件。请先发出文字，并通知运维人员清理磁盘。"
# Browsers put an old value back into a reloaded page: a token must be the page's own. What is
# `type=hidden` may not say so, what is `hidden` may. Two forms of a page have one: no id.
UNSEEN = {"hidden": True, "autocomplete": "off", "id": False}


class DraftForm(KeepsFiles):
    """A reply while it is written: the text as it stands, and for whom its box was opened.

    `version` names the draft that the text goes on from.
    """

    text = PlainTextField(
        label="答复",
        max_length=LONGEST_REPLY,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "aria-describedby": "reply-help"}),
        error_messages={"max_length": "最多20,000字，现在有%(show_value)d个字，请删减。"},
    )
    token = forms.Field(widget=forms.TextInput(attrs=UNSEEN), required=False)
    version = forms.Field(widget=forms.TextInput(attrs=UNSEEN), required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_files(self):
        """A lawyer is told before the reply goes: without its file it might say something else."""
        files = self.cleaned_data["files"]
        if files and not upload_quota.has_room(sum(one.size for one in files)):
            self.said.append(NO_ROOM)
            raise ValidationError(NO_ROOM)
        return super().clean_files()

    @property
    def owner(self):
        """Files wait for one person's reply to one client, whichever token the box has by then."""
        opened = reply_token.parse(self["token"].value())
        return f"reply {opened.consultation} {self.user.pk}" if opened else ""

    def opened_for(self, consultation):
        """The token, None when it was not issued for this consultation."""
        opened = reply_token.parse(self["token"].value())
        return opened if opened and opened.consultation == consultation.pk.hex else None

    def written_for(self, consultation):
        """In which box it was written, over which draft; a box without a token is a new one."""
        opened = self.opened_for(consultation)
        page = opened.random if opened else secrets.token_hex(16)
        return Written(page, self["version"].value() or "")

    def is_foreign(self, consultation):
        """Whether the text was written for another client."""
        opened = reply_token.parse(self["token"].value())
        return opened is not None and opened.consultation != consultation.pk.hex

    def renew(self, token, version):
        """Show the posted text under another token: what is on the page now has been seen."""
        self.data = self.data.copy()
        self.data["token"], self.data["version"] = token, version


class ReplyForm(DraftForm):
    """What a lawyer answers."""

    text = PlainTextField(
        label="答复",
        min_length=2,
        max_length=LONGEST_REPLY,
        widget=DraftForm.base_fields["text"].widget,
        error_messages={
            "required": "请填写答复。",
            "min_length": "答复至少要有两个字。",
            "max_length": "最多20,000字，现在有%(show_value)d个字，请删减。",
        },
    )

    def clean_text(self):
        """Nothing goes to a client with a variable or a gap in it."""
        text = self.cleaned_data["text"]
        gaps.refuse(text)
        return text


class CannedForm(PersonForm):
    """Which canned reply is to be put into the text."""

    canned = forms.ModelChoiceField(
        label="常用答复",
        queryset=CannedReply.objects.none(),
        empty_label="请选择",
        error_messages={
            "required": "请先选一条常用答复。",
            "invalid_choice": "这条常用答复已不存在。",
        },
    )

    def __init__(self, *args, replies=(), **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "canned", forms.ModelChoiceField).queryset = replies


class FindForm(PersonForm):
    """Words of the article that is looked for."""

    find = PlainTextField(
        label="查找文章",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "enterkeyhint": "search"}),
        error_messages={"max_length": "最多60个字。"},
    )


class ArticleForm(PersonForm):
    """Which article of the site is to be linked; only what the public sees can be."""

    article = forms.ModelChoiceField(
        label="本站文章",
        queryset=Article.objects.none(),
        error_messages={"required": "请先选一篇文章。", "invalid_choice": "这篇文章现在不公开。"},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "article", forms.ModelChoiceField).queryset = Article.objects.published()


class TakeOverForm(PersonForm):
    """Which draft is taken over, a colleague's or one's own of another window."""

    draft = forms.ModelChoiceField(
        queryset=Draft.objects.none(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "这份草稿已不存在，请刷新页面。"
        ),
    )

    def __init__(self, *args, drafts, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "draft", forms.ModelChoiceField).queryset = drafts


class WithdrawForm(PersonForm):
    """Which reply is taken back."""

    message = forms.ModelChoiceField(
        queryset=Message.objects.none(),
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), "没有可以撤回的答复，可能已经撤回。"
        ),
    )

    def __init__(self, *args, replies, **kwargs):
        super().__init__(*args, **kwargs)
        field_of(self, "message", forms.ModelChoiceField).queryset = replies

"""The form in which an article is written, what its buttons do, and who says it was checked."""

import secrets

from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html

from articles.admin import acts
from articles.admin.tags import TagNamesField
from articles.models import Article
from articles.workflow import amending, publishing, status
from firm.base.forms import field_of
from firm.models import Lawyer
from firm.models.unsaved import PAGE

# Who says that an article was checked: the lawyer who is logged in, and nobody for another.

HELP = "最近一次核对的律师，与核对日期一并显示在文章上。只能由律师本人登录后填写。"
ONLY_OWN = "核对日期和核对律师只能由核对的律师本人登录后填写，请改回原来的内容，或者一并清空。"
FIELDS = ("checked_on", "checked_by")


def offer(form: forms.ModelForm, own: Lawyer | None) -> None:
    """Offer the lawyer who is logged in beside the one who has checked it, and no other."""
    if "checked_by" not in form.fields:  # who may only look has no boxes
        return
    keys = [form.instance.checked_by_id, own and own.pk]
    field = field_of(form, "checked_by", forms.ModelChoiceField)
    field.queryset = Lawyer.objects.filter(pk__in=[key for key in keys if key])
    field.help_text, field.error_messages["invalid_choice"] = HELP, ONLY_OWN


def refusal(form: forms.ModelForm, own: Lawyer | None) -> str:
    """Why a date and a name cannot be stored; "" for what stands there already, or for none."""
    told = [form.cleaned_data.get(name) for name in FIELDS]
    as_before = told == [getattr(form.instance, name) for name in FIELDS]
    return "" if as_before or told[1] in (None, own) else ONLY_OWN


# The form in which an article is written, and what its buttons do with what was typed.

NOTHING_CHANGED = "内容没有变化，没有另存版本。"
LINKS_CHANGED = "相关链接的改动已经生效。"


class ArticleForm(forms.ModelForm):
    """An article with its tags, a note for the history, and the version it was opened with.

    `page` names the window in which it is written, `kept` is the version that it made. The form is
    what Django hands from hook to hook while one is saved, so what is known of the saving stands in
    it and not on the request or the article.
    """

    refused = None  # a PublishingError: the form comes back with that and all that was typed
    kept = None
    own = None  # the lawyer who is logged in
    typed = None  # a QueryDict: the form is opened with what was typed and not saved

    tag_names = TagNamesField()
    note = forms.CharField(
        label="修改说明",
        max_length=200,
        required=False,
        help_text="本次修改的内容和原因，记入历史记录，访客不可见。",
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    anyway = forms.IntegerField(required=False, widget=forms.HiddenInput)
    page = forms.CharField(required=False, max_length=PAGE, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = ()  # the admin names them
        widgets = {
            "title": forms.Textarea(attrs={"rows": 1, "class": "vTextField"}),
            "summary": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
        }

    def __init__(self, data=None, *args, **kwargs):
        kwargs["label_suffix"] = ""  # labels stand above their fields
        super().__init__(self.typed if data is None else data, *args, **kwargs)
        if data is None and self.typed is not None:
            self._errors = ErrorDict()  # what is half written is judged when it is saved
        self.initial.setdefault("page", secrets.token_hex(PAGE // 2))
        self.initial.setdefault("version", self._newest())
        self.initial.setdefault("tag_names", amending.edited_tags(self.instance))
        offer(self, self.own)
        if "expires_at" in self.fields:
            self.fields["expires_at"].help_text = "到这个时间自动撤下（北京时间）；留空则一直显示。"

    @classmethod
    def refusing(cls, refused: publishing.PublishingError) -> type["ArticleForm"]:
        """This form for one answer: it never validates, and says why."""
        return type(cls.__name__, (cls,), {"refused": refused})

    @classmethod
    def restoring(cls, typed: QueryDict) -> type["ArticleForm"]:
        """This form for one answer: opened with what was typed and not saved."""
        return type(cls.__name__, (cls,), {"typed": typed})

    def _newest(self):
        return publishing.newest_number(self.instance) if self.instance.pk else 0

    @property
    def since(self):
        """The newest version that the editor has seen, or was told of and wants to write over."""
        known = (self.cleaned_data.get("version"), self.cleaned_data.get("anyway"))
        return max(number or 0 for number in known)

    @property
    def act(self):
        """The act whose button was pressed."""
        return acts.pressed(self.data)

    def clean_title(self):
        """One line, however many it takes to show it."""
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        if self.refused:
            self.add_error(None, str(self.refused))
        if "checked_by" in self.fields and (why := refusal(self, self.own)):
            self.add_error("checked_by", why)
        return super().clean()

    def keep(self, user) -> None:
        """Do what the button says; a draft without a change is no new version."""
        article = self.instance
        tags, note = self.cleaned_data.get("tag_names"), self.cleaned_data.get("note")
        if article.pk:
            publishing.refuse_if_newer(article=article, since=self.since)
            if self.act == status.SAVE and not note and amending.is_kept(article, tags):
                return
        acts.refuse_if_forbidden(self.act, article, user)
        given = {"article": article, "user": user, "tags": tags, "note": note, **self._time()}
        self.kept = acts.FORM_ACTS[self.act].service(**given)

    def _time(self):
        """A time that nobody has set is that of the act, and not when the form was opened."""
        article = self.instance
        if article.pk is None and "publish_at" not in self.changed_data:
            article.publish_at = timezone.now()
        if self.act != status.PUBLISH:
            return {}
        amending.refuse_to_hide(article)
        return {"at": timezone.now() if article.pk and self._untimed() else None}

    def _untimed(self):
        """Whether nobody has set the time of a stored article, here or before."""
        stored = Article.objects.defer("body", "text").get(pk=self.instance.pk)
        as_it_was = self.instance.publish_at == stored.publish_at.replace(microsecond=0)
        return as_it_was and amending.untimed(stored)

    def said(self, formsets=()) -> str:
        """What was done, in a sentence or two, for the log and for the person who did it."""
        return f"{self._said_of_version()}{LINKS_CHANGED if any(map(_changes, formsets)) else ''}"

    def _said_of_version(self):
        if self.kept is None:
            return NOTHING_CHANGED
        publishes = self.act == status.PUBLISH
        later = publishes and self.instance.publish_at > timezone.now()
        done = "已安排发布" if later else acts.FORM_ACTS[self.act].done
        waits = "" if publishes or not self.instance.pending_id else "，尚未发布"
        note = f"修改说明：{self.kept.note}。" if self.kept.note else ""
        return f"{done}第{self.kept.number}版{waits}。{note}"

    def show_beside(self, name: str, words) -> None:
        """Let something stand under the help text of a field."""
        self[name].help_text = format_html("{}{}", self[name].help_text, words)


def _changes(formset):
    """What the saving of some inline rows has changed."""
    return [*formset.new_objects, *formset.changed_objects, *formset.deleted_objects]

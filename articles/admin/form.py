"""The form in which an article is written, what its buttons do, and who says it was checked."""

import secrets
from collections.abc import Callable, Sequence

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.tags import TagNamesField
from articles.models import Article
from articles.workflow import amending, publishing, status
from firm.base.forms import field_of
from firm.models import Lawyer, PracticeArea
from firm.models.base import PAGE
from richtext.core.editor import EditorWidget, RichTextField

# Only the lawyer who is logged in says that an article was checked, and nobody for another.
HELP = "最近一次核对的律师，与核对日期一并显示在文章上。只能由律师本人登录后填写。"
ONLY_OWN = "核对日期和核对律师只能由核对的律师本人登录后填写，请改回原来的内容，或者一并清空。"
FIELDS = ("checked_on", "checked_by")
NOTHING_CHANGED = "内容没有变化，没有另存版本。"
LINKS_CHANGED = "相关链接的改动已经生效。"
MAY_NOT_WRITE = "您没有修改这篇文章的权限。"
MAY_NOT_PUBLISH = "您没有发布文章的权限，请先送审。"


# The buttons of the form: service, what was done, and what is said to who may not press it.
FORM_ACTS: dict[str, tuple[Callable, str, str]] = {
    status.SUBMIT: (publishing.submit, "已送审", MAY_NOT_WRITE),
    status.PUBLISH: (publishing.publish, "已发布", MAY_NOT_PUBLISH),
    status.SAVE: (publishing.save_draft, "已保存", MAY_NOT_WRITE),
}


class ArticleForm(forms.ModelForm):
    """An article with its tags, a note for the history, and the version it was opened with.

    `page` names the window in which it is written, `kept` is the version that it made. Django hands
    the form from hook to hook, so what is known of a saving stands in it.
    """

    refused = None  # a PublishingError: the form comes back with that and all that was typed
    kept = None
    cited: Sequence = ()  # what the stored article cites, after the saving
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
            "body": EditorWidget,
        }
        field_classes = {"body": RichTextField}

    def __init__(self, data=None, *args, **kwargs):
        kwargs["label_suffix"] = ""  # labels stand above their fields
        super().__init__(self.typed if data is None else data, *args, **kwargs)
        if data is None and self.typed is not None:
            self._errors = ErrorDict()  # what is half written is judged when it is saved
        self.initial.setdefault("page", secrets.token_hex(PAGE // 2))
        if not self.is_bound or self.typed is not None:  # a post brings its own
            newest = publishing.newest_number(self.instance) if self.instance.pk else 0
            self.initial.setdefault("version", newest)
        self.initial.setdefault("tag_names", amending.edited_tags(self.instance))
        if "area" in self.fields:  # who may only look has no boxes
            areas = field_of(self, "area", forms.ModelChoiceField)
            areas.queryset = PracticeArea.objects.select_related("parent")
        if "checked_by" in self.fields:  # the lawyer who is logged in, and who has checked it
            keys = [self.instance.checked_by_id, self.own and self.own.pk]
            people = field_of(self, "checked_by", forms.ModelChoiceField)
            people.queryset = Lawyer.objects.filter(pk__in=[key for key in keys if key])
            people.help_text, people.error_messages["invalid_choice"] = HELP, ONLY_OWN
        for field in self.fields.values():
            if isinstance(field, forms.SplitDateTimeField):  # each box has a name to be said aloud
                for box, part in zip(field.widget.widgets, ("日期", "时刻"), strict=True):
                    box.attrs["aria-label"] = f"{field.label}：{part}"
        if "expires_at" in self.fields:
            self.fields["expires_at"].help_text = "到这个时间自动撤下（北京时间）；留空则一直显示。"

    @property
    def act(self):
        """The act whose button was pressed; saving when the form was posted without a button."""
        return next((act for act in FORM_ACTS if f"_{act}" in self.data), status.SAVE)

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split())

    def clean(self):
        if self.refused:
            self.add_error(None, str(self.refused))
        if "checked_by" in self.fields:
            told = [self.cleaned_data.get(name) for name in FIELDS]
            as_before = told == [getattr(self.instance, name) for name in FIELDS]
            if not as_before and told[1] not in (None, self.own):
                self.add_error("checked_by", ONLY_OWN)
        return super().clean()

    def _get_validation_exclusions(self):
        """Area and author were just chosen among those that there are: Django would look again."""
        known = super()._get_validation_exclusions()  # type: ignore[misc]  # not in its stubs
        return known | {"area", "author"}

    def keep(self, user) -> None:
        """Do what the button says; a draft without a change is no new version."""
        article, act = self.instance, self.act
        service, _, forbidden = FORM_ACTS[act]
        tags, note = self.cleaned_data.get("tag_names"), self.cleaned_data.get("note")
        held = None
        if article.pk:
            # The newest version that the editor has seen, or was told of and wants to write over.
            seen = (self.cleaned_data.get("version"), self.cleaned_data.get("anyway"))
            held = publishing.refuse_if_newer(
                article=article, since=max(number or 0 for number in seen)
            )
            if act == status.SAVE and not note and amending.is_kept(article, tags, held):
                return
        # What lacks a second person the service itself refuses, with the reason.
        if act not in status.acts(article, user, second_person=False):
            raise publishing.PublishingError(forbidden)
        given = {"article": article, "user": user, "tags": tags, "note": note, "held": held}
        # A time that nobody has set is that of the act, and not when the form was opened.
        if article.pk is None and "publish_at" not in self.changed_data:
            article.publish_at = timezone.now()
        if act == status.PUBLISH:
            amending.refuse_to_hide(article)
            if held and (stored := held.article) and amending.untimed(stored):
                as_it_was = article.publish_at == stored.publish_at.replace(microsecond=0)
                given["at"] = timezone.now() if as_it_was else None
        self.kept = service(**given)

    def said(self, formsets) -> str:
        """What was done, in a sentence or two, for the log and for the person who did it."""
        said = NOTHING_CHANGED
        if self.kept:
            publishes = self.act == status.PUBLISH
            later = publishes and self.instance.publish_at > timezone.now()
            done = "已安排发布" if later else FORM_ACTS[self.act][1]
            waits = "" if publishes or not self.instance.pending_id else "，尚未发布"
            note = f"修改说明：{self.kept.note}。" if self.kept.note else ""
            said = f"{done}第{self.kept.number}版{waits}。{note}"
        links = any(
            (*one.new_objects, *one.changed_objects, *one.deleted_objects) for one in formsets
        )
        return f"{said}{LINKS_CHANGED if links else ''}"

    def show_beside(self, name: str, words) -> None:
        """Let something stand under the help text of a field."""
        self[name].help_text = format_html("{}{}", self[name].help_text, words)

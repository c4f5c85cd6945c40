"""The form of an article: its fields, its buttons, and what is stored of it while it is typed."""

import re
import secrets
from collections.abc import Callable, Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.forms.utils import ErrorDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.views.decorators.http import require_POST

from articles.admin.page import CHANGE
from articles.models import Article, Tag, Unsaved
from articles.workflow import publishing, review
from firm.admin.base import answer, for_script
from firm.base import dates
from firm.base.forms import field_of, is_key
from firm.models import Lawyer, PracticeArea
from firm.models.base import PAGE
from firm.models.practice import NOT_YET
from richtext.base.chinese import one_width
from richtext.core import tree
from richtext.core.editor import EditorWidget, RichTextField
from richtext.core.sanitise import bounded, storable
from statutes.base import max_length

# Only the lawyer who is logged in says that an article was checked, and nobody for another.
HELP = "最近一次核对的律师，与核对日期一并显示在文章上。只能由律师本人登录后填写。"
ONLY_OWN = "核对日期和核对律师只能由核对的律师本人登录后填写，请改回原来的内容，或者一并清空。"
FIELDS = ("checked_on", "checked_by")
TIMES = ("publish_at", "expires_at")
FIRST_YEAR, LAST_YEAR = 1979, 2100  # as of what is imported
WRONG_YEAR = f"年份有误，应在{FIRST_YEAR}年至{LAST_YEAR}年之间。"
NOTHING_CHANGED = "内容没有变化，没有另存版本。"
LINKS_CHANGED = "相关链接的改动已经生效。"
MAY_NOT_WRITE = "您没有修改这篇文章的权限。"
MAY_NOT_PUBLISH = "您没有发布文章的权限，请先送审。"

# Tags in one text box, as a line of names.

LONGEST = max_length(Tag, "name")
LONGEST_LINE = 400
BETWEEN = re.compile(r"[、，,;；\n]+")
OFFERED = 500
TAGS_HELP = (
    f"用顿号或逗号隔开，最多{publishing.MOST_TAGS}个，每个不超过{LONGEST}个字。"
    "例如：工伤认定、停工留薪期。"
)
TOO_MANY = "最多填{most}个标签，现有{number}个。"
TOO_LONG = f"标签“{{name}}”有{{number}}个字，最多{LONGEST}个字。"
UNSEEN = "标签“{name}”中有不可见的字符，请重新输入。"


def names_in(text: str) -> list[str]:
    """The names in a line as it was typed, each once whatever its case, in their order."""
    folded = [" ".join(part.split()).strip("# ") for part in BETWEEN.split(one_width(text or ""))]
    by_case: dict[str, str] = {}
    for name in filter(None, folded):
        by_case.setdefault(name.casefold(), name)
    return list(by_case.values())


class TagInput(forms.TextInput):
    """A line of names; a script offers the tags that are there for the one being typed."""

    class Media:
        js = [forms.Script("js/tag_names.js", defer=True)]

    def render(self, name, value, attrs=None, renderer=None):
        line = super().render(name, value, {**(attrs or {}), "data-tag-names": ""}, renderer)
        used = Tag.objects.annotate(number=Count("articles")).order_by("-number", "name")
        names = used.values_list("name", flat=True)[:OFFERED]
        return render_to_string("admin/articles/tag_input.html", {"line": line, "names": names})


class TagNamesField(forms.CharField):
    """Names of tags in one text box; its value is a list of names."""

    widget = TagInput(attrs={"class": "vTextField", "autocomplete": "off"})

    def __init__(self, label="标签"):
        super().__init__(label=label, required=False, help_text=TAGS_HELP, max_length=LONGEST_LINE)

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data):
        return sorted(names_in(self.prepare_value(initial))) != sorted(names_in(data))

    def clean(self, value):
        names = names_in(super().clean(value))
        if len(names) > publishing.MOST_TAGS:
            raise ValidationError(TOO_MANY.format(most=publishing.MOST_TAGS, number=len(names)))
        for name in names:
            if len(name) > LONGEST:
                raise ValidationError(TOO_LONG.format(name=name, number=len(name)))
            if not name.isprintable():
                raise ValidationError(UNSEEN.format(name=name))
        lowered = [name.lower() for name in names]
        tags = Tag.objects.annotate(low=Lower("name"))
        found = tags.filter(Q(low__in=lowered) | Q(name__in=names))
        stored = {tag.name.casefold(): tag.name for tag in found}
        return [stored.get(name.casefold(), name) for name in names]


# The buttons of the form: service, what was done, and what is said to who may not press it.
FORM_ACTS: dict[str, tuple[Callable, str, str]] = {
    review.SUBMIT: (publishing.submit, "已送审", MAY_NOT_WRITE),
    review.PUBLISH: (publishing.publish, "已发布", MAY_NOT_PUBLISH),
    review.SAVE: (publishing.save_draft, "已保存", MAY_NOT_WRITE),
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
    typed = None  # as a post: the form is opened with what was typed and not saved

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
        self.initial.setdefault("tag_names", publishing.edited_tags(self.instance))
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
        return next((act for act in FORM_ACTS if f"_{act}" in self.data), review.SAVE)

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
            if not as_before and told[0] and told[0] > timezone.localdate():
                self.add_error("checked_on", NOT_YET)
        for name in TIMES:
            when = self.cleaned_data.get(name)
            if when and not FIRST_YEAR <= when.year <= LAST_YEAR:
                self.add_error(name, WRONG_YEAR)
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
            if act == review.SAVE and not note and publishing.is_kept(article, tags, held):
                return
        # What lacks a second person the service itself refuses, with the reason.
        if act not in review.possible_acts(article, user, second_person=False):
            raise publishing.PublishingError(forbidden)
        given = {"article": article, "user": user, "tags": tags, "note": note, "held": held}
        # A time that nobody has set is that of the act, and not when the form was opened.
        if article.pk is None and "publish_at" not in self.changed_data:
            article.publish_at = timezone.now()
        if act == review.PUBLISH:
            publishing.refuse_to_hide(article)
            if held and (stored := held.article) and publishing.untimed(stored):
                as_it_was = article.publish_at == stored.publish_at.replace(microsecond=0)
                given["at"] = timezone.now() if as_it_was else None
        self.kept = service(**given)

    def said(self, formsets) -> str:
        """What was done, in a sentence or two, for the log and for the person who did it."""
        said = NOTHING_CHANGED
        if self.kept:
            publishes = self.act == review.PUBLISH
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


# What was typed into the form of an article and not saved: stored while it is typed, given back.
#
# A row for each window; gone when its form is saved, with its article, given up, or after some
# days.

ADD = "admin:articles_article_add"
LABELS = {"title": "标题", "summary": "摘要", "body": "正文"}
FORBIDDEN = "您没有修改这篇文章的权限。"
GONE = "这篇文章已经不在了，请先复制正文。"
NAMELESS = "这一页不完整，请先复制正文，再刷新页面。"
STORED = "{}已暂存，尚未保存"
RESTORED = "已恢复{}未保存的修改，请核对后保存。"
DROPPED = "未保存的修改已丢弃。"
OF_THE_POST = {"csrfmiddlewaretoken", "page", "anyway"}
WINDOW = re.compile(f"[0-9a-f]{{{PAGE}}}")  # else a NUL could reach the database
MOST_UNSAVED = 20  # windows of one editor; with the bound of a post (2 MB), 40 MB at the very most


@transaction.atomic
def store_unsaved(
    *, editor, article: Article | None, page: str, fields: dict[str, list[str]]
) -> Unsaved:
    """Store what a window holds now, instead of what it held before.

    PublishingError for an article whose words were to be forgotten: a window may still hold them.
    """
    stored = publishing.lock_article(article) if article else None
    if stored and stored.barred_at:
        raise publishing.PublishingError(publishing.BARRED)
    known = {"article": article, "fields": fields, "updated_at": timezone.now()}
    kept, _ = Unsaved.objects.update_or_create(author=editor, page=page, defaults=known)
    newest = Unsaved.objects.filter(author=editor).values_list("pk", flat=True)[:MOST_UNSAVED]
    Unsaved.objects.filter(author=editor).exclude(pk__in=list(newest)).delete()
    return kept


@require_POST
@for_script
def keep_unsaved(request, admin, pk=None):
    """Keep what stands in the form now, without what belongs to one post alone."""
    if not (admin.has_change_permission(request) if pk else admin.has_add_permission(request)):
        return answer(403, error=FORBIDDEN)
    article = Article.objects.filter(pk=pk).first() if pk else None
    if pk and article is None:
        return answer(404, error=GONE)
    page = _window(request.POST)
    if not page:
        return answer(422, error=NAMELESS)
    typed = {storable(name): [*map(storable, all)] for name, all in request.POST.lists()}
    fields = {name: values for name, values in typed.items() if name not in OF_THE_POST}
    try:
        row = store_unsaved(editor=request.user, article=article, page=page, fields=fields)
    except publishing.PublishingError as refused:
        return answer(409, error=str(refused))
    return answer(said=STORED.format(f"{timezone.localtime(row.updated_at):%H:%M}"))


def _window(sent, name="page"):
    return sent[name] if WINDOW.fullmatch(sent.get(name, "")) else ""


@require_POST
def drop_unsaved(request, admin, pk=None):
    """Give up what one window held, and show the form as it is stored."""
    forget_unsaved(request.user, _window(request.POST))
    messages.success(request, DROPPED)
    return redirect(CHANGE, pk) if pk else redirect(ADD)


def forget_unsaved(editor, page: str) -> None:
    Unsaved.objects.filter(author=editor, page=page).delete()


def unsaved_wanted(request, object_id):
    """What was typed, as a post, for a form opened with `?restore=`; None when it is gone."""
    page = _window(request.GET, "restore")
    if request.method != "GET" or not page:
        return None
    article = object_id if is_key(object_id or "") else None
    found = Unsaved.objects.filter(author=request.user, article=article, page=page).first()
    if found is None:
        return None
    messages.info(request, RESTORED.format(dates.minute(found.updated_at)))
    return MultiValueDict({**found.fields, "page": [page]})


def unsaved_offered(user, article, form) -> list[dict]:
    """What the user typed in other windows, with what is different there."""
    rows, now = Unsaved.objects.filter(author=user, article=article), _plain(form.initial)
    found = []
    for row in rows.exclude(page=form["page"].value() or ""):
        typed = _plain(MultiValueDict(row.fields))
        changed = [LABELS[name] for name in LABELS if typed[name] != now[name]]
        found.append({"row": row, "changed": changed, "length": len(typed["body"])})
    return found


def _plain(fields):
    words = {name: fields.get(name) or "" for name in LABELS}
    words["body"] = tree.plain(bounded(words["body"]))
    return {name: "".join(text.split()) for name, text in words.items()}

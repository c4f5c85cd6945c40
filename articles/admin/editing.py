"""Writing and keeping articles: the form's buttons, and what follows them."""

from contextlib import suppress
from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.forms import Media
from django.shortcuts import redirect
from django.utils import timezone

from articles.admin.form import ArticleForm
from articles.models import Act, Article, State
from articles.revisions import snapshot
from articles.workflow import publishing, status_text, transitions
from firm.models import SiteSettings

KEEP = {
    transitions.SAVE: publishing.save_draft,
    transitions.SUBMIT: publishing.submit,
    transitions.PUBLISH: publishing.publish,
}
DONE = {transitions.SAVE: "已保存", transitions.SUBMIT: "已送审", transitions.PUBLISH: "已发布"}
NOT_ALLOWED = {
    transitions.SAVE: "您没有修改这篇文章的权限。",
    transitions.SUBMIT: "您没有修改这篇文章的权限。",
    transitions.PUBLISH: "您没有发布文章的权限，请先送审。",
}
WOULD_HIDE = (
    "这篇文章访客现在看得到，发布时间改到以后，它会从网站上消失，到时才重新出现。"
    "请把发布时间改回原来的；要暂时拿下来，请用“撤下”。"
)
NOTHING_CHANGED = "内容没有变化，没有另存版本。"
LINKS_CHANGED = "相关链接的改动已经生效。"
UNTIMED = timedelta(minutes=1)  # between the making of an article and the time that nobody set
ROWS = ["area", "author", "checked_by", "pending", "live__created_by", "submitted_by"]


def acts_of(article, user):
    """The acts that a person may do on an article now."""
    return transitions.acts(article, user, second_person=SiteSettings.load().second_person)


def asked(data):
    """The act that a posted form asks for; without a button it is the default, to save."""
    return next(
        (act for act in (transitions.SUBMIT, transitions.PUBLISH) if f"_{act}" in data), "save"
    )


class EditingAdminMixin:
    """Lets the form of an article act through the services, with buttons in place of a state.

    The form shows what is being worked on: the change that is not published yet, if there is one.
    """

    form = ArticleForm
    change_form_template = "admin/articles/article/change_form.html"

    @property
    def media(self):
        """Django reads the `Media` of one base alone, so each mixin adds its own files."""
        return super().media + Media(css={"all": ["css/editing.css"]})

    def get_object(self, request, object_id, from_field=None):
        """The article with its newest content in its fields, `edited_tags` beside them.

        `standing` is where it stands for visitors, which that content says nothing of.
        """
        article = super().get_object(request, object_id, from_field)
        if article is None:
            return None
        article = Article.objects.select_related(*ROWS).get(pk=article.pk)
        article.standing = (article.stage, status_text.sentence(article))
        edited, edited.edited_tags = publishing.as_edited(article)
        return edited

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"request": request})

    def changeform_view(self, request, *args, **kwargs):
        """What a service refuses is undone as a whole, and told in the form."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except publishing.PublishingError as refused:
            request.refused = refused
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        act = asked(request.POST)
        if change:
            publishing.refuse_if_newer(article=obj, since=form.since)
        tags, note = form.cleaned_data["tag_names"], form.cleaned_data["note"]
        if change and act == transitions.SAVE and not note and _as_kept(obj, tags):
            return
        self._refuse_not_allowed(request, obj, act)
        if act == transitions.PUBLISH:
            refuse_to_hide(obj)
        if not change and "publish_at" not in form.changed_data:
            obj.publish_at = timezone.now()  # not when the form was opened
        at = (
            {"at": timezone.now()}
            if act == transitions.PUBLISH and _untimed_still(obj, form)
            else {}
        )
        obj.kept = KEEP[act](article=obj, user=request.user, tags=tags, note=note, **at)

    def _refuse_not_allowed(self, request, article, act):
        """The service itself refuses what lacks a second person, with the reason."""
        if act not in transitions.acts(article, request.user, second_person=False):
            raise publishing.PublishingError(NOT_ALLOWED[act])

    @admin.display(description="标签")
    def tag_names(self, article):
        """What who may only look is shown of the tags."""
        return "、".join(article.edited_tags)

    def construct_change_message(self, request, form, formsets, add=False):
        return said(asked(request.POST), form.instance, form, formsets)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self._stay(request, obj)

    def response_change(self, request, obj):
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        return self._stay(request, obj)

    def log_addition(self, request, obj, message):
        request.said = message
        return super().log_addition(request, obj, message)

    def log_change(self, request, obj, message):
        request.said = message
        return super().log_change(request, obj, message)

    def _stay(self, request, article):
        """Back to the form, with what was done and what visitors see now."""
        now = Article.objects.select_related("live", "pending").get(pk=article.pk)
        self.message_user(request, f"{request.said}{status_text.sentence(now)}", messages.SUCCESS)
        if (
            now.is_stub
            and now.state == State.PUBLISHED
            and asked(request.POST) == transitions.PUBLISH
        ):
            text = "这篇还是“待补全”，网页上会注明，请尽快补写正文。"
            self.message_user(request, text, messages.WARNING)
        if self.has_view_or_change_permission(request, now):
            return redirect("admin:articles_article_change", now.pk)
        return redirect("admin:index")

    def delete_model(self, request, obj):
        """What visitors read is taken down first, so that what follows a change follows."""
        _take_down(obj, request.user)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for article in queryset.filter(state=State.PUBLISHED):
            _take_down(article, request.user)
        super().delete_queryset(request, queryset)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= self._standing(request, obj, context["adminform"].form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _standing(self, request, article, form):
        """What the form says around its fields: buttons, what visitors see, who was quicker."""
        stored = article or Article(area=None)
        acts = acts_of(stored, request.user)
        labels = transitions.labels(stored)
        refused = getattr(request, "refused", None)
        return {
            "writing": [(act, labels[act]) for act in labels if act in acts],
            "acts": acts,
            "standing": article.standing if article else None,
            "returned": _returned(article) if article else "",
            "newer": getattr(refused, "revision", None),
            "version": form["version"].value() if "version" in form.fields else None,
        }


def said(act, article, form, formsets=()):
    """What was done, in a sentence or two, for the log and for the person who did it."""
    kept = getattr(article, "kept", None)
    later = act == transitions.PUBLISH and article.publish_at > timezone.now()
    done = "已安排发布" if later else DONE[act]
    what = f"{done}第{kept.number}版。" if kept else NOTHING_CHANGED
    if kept and act != transitions.PUBLISH and article.pending_id:
        what = f"{what[:-1]}，还没有发布。"
    note = f"修改说明：{kept.note}。" if kept and kept.note else ""
    links = LINKS_CHANGED if any(map(_stored_of, formsets)) else ""
    return f"{what}{note}{links}"


def refuse_to_hide(article: Article) -> None:
    """A change that is published for later would take away until then what visitors read now."""
    later = article.publish_at > timezone.now()
    if later and Article.objects.published().filter(pk=article.pk).exists():
        raise publishing.PublishingError(WOULD_HIDE)


def _take_down(article, user):
    """Withdraw what visitors read; somebody may just have done so."""
    stored = Article.objects.get(pk=article.pk)
    if stored.state == State.PUBLISHED:
        with suppress(publishing.PublishingError):
            publishing.withdraw(article=stored, user=user)


def _stored_of(formset):
    """What the saving of some inline rows has changed."""
    return [*formset.new_objects, *formset.changed_objects, *formset.deleted_objects]


def _returned(article):
    """What was asked for when the newest version was sent back; "" when it was not."""
    newest = article.revisions.order_by("-number").values("act", "note").first()
    return newest["note"] if newest and newest["act"] == Act.RETURNED else ""


def _as_kept(article, tags):
    """Whether what was typed is what the newest version holds already."""
    stored, known = publishing.as_edited(
        Article.objects.select_related("pending").get(pk=article.pk)
    )
    article.settle()
    return snapshot.alike(snapshot.take(article, tags), snapshot.take(stored, known))


def _untimed_still(article, form):
    """Whether nobody has set the time of an article, in its form or before."""
    if article.pk is None:
        return "publish_at" not in form.changed_data
    stored = Article.objects.defer("body", "text").get(pk=article.pk)
    as_it_was = article.publish_at == stored.publish_at.replace(microsecond=0)
    return as_it_was and untimed(stored)


def untimed(article: Article) -> bool:
    """Whether an article that was never public still has the time at which it was made."""
    fresh = article.state == State.DRAFT and article.live_id is None
    return fresh and abs(article.publish_at - article.created_at) < UNTIMED

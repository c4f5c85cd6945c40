"""Articles in the editorial office: the list, the form, and the pages beside it."""

from functools import partial

from csp.decorators import csp_replace
from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.db import transaction
from django.forms import Script
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path

from articles.admin import acts, bulk, checks, history, links, listing, panels, preview
from articles.admin import form as admin_form
from articles.admin.form import ArticleForm
from articles.admin.page import CHANGE, stored
from articles.models import Article, Citation, Returned, State
from articles.quality import findings
from articles.workflow import amending, publishing, review
from firm.admin import base
from firm.base.forms import is_key
from firm.base.queries import KeysFirst
from richtext.core.editor import EDITOR_CSP
from statutes.admin import base as admin_base
from statutes.services import citation_sync

TOLD = "有{number}项提示{grave}，在编辑页各栏下面，可以改写，或写明理由保留。"
STILL_A_STUB = "这篇还是“待补全”，补写正文以前不出现在列表和搜索里，请尽快补写。"


# The text, then what each panel beside it holds (`panels`).
TEXT = ("title", ("area", "author", "tag_names"), "summary", "body")
TIMES = ("publish_at", "expires_at", "is_stub")
CHECKED = ("checked_on", "checked_by")
SOURCES = ("source_kind", "source", "jurisdiction", "ai_assisted")
ROWS = ["area", "author", "checked_by", "pending", "submitted_by"]
# Beside the list and the form: address, name of it, view; each view asks for the right itself.
PAGES = [
    ("law/", "law", panels.typed),
    ("batches/", "batches", bulk.listed),
    ("batches/<int:pk>/take-back/", "take_back", bulk.take_back),
    ("checks/", "checkup", checks.checkup),
    ("checks/typed/", "typed", checks.typed),
    ("preview/", "preview", preview.typed),
    ("kept/drop/", "drop", admin_form.drop_unsaved),
    ("<int:pk>/kept/drop/", "drop", admin_form.drop_unsaved),
    ("<int:pk>/preview/", "preview", preview.typed),
    ("<int:pk>/links/", "links", preview.links),
    ("<int:pk>/checks/", "hints", checks.hints),
    ("<int:pk>/history/", "history", history.versions),
    ("<int:pk>/compare/", "compare", history.compare),
    ("<int:pk>/restore/<int:number>/", "restore", history.restore),
    ("<int:pk>/act/<slug:act>/", "act", acts.ask),
]


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """Articles: written, submitted, published, compared, restored, previewed.

    The form shows what is being worked on: the change that is not published yet, if there is one.
    """

    list_display = ["title", listing.standing, "area", "author", listing.changed]
    list_display += [listing.last_check]
    list_filter = [listing.StageFilter, "area", "author", listing.CheckedFilter]
    list_filter += [listing.ReviewFilter, listing.PublishedFilter]
    list_select_related = ["area", "author", "pending", "submitted_by", "returned__reviewer"]
    search_fields = ["title"]
    counted_in = "篇"
    nothing_yet = "暂无文章。可以从咨询最多的问题写起，写好后先存草稿。"
    ordering = [listing.CHANGED.desc(), "-pk"]  # type: ignore[list-item]  # its stubs know names alone
    actions = bulk.ACTIONS
    list_per_page = 20
    paginator = KeysFirst
    show_full_result_count = False  # one count less of a long table

    form: type[ArticleForm]
    change_form_template = "admin/articles/article/change_form.html"
    inlines = [links.RelatedLinkInline]
    fieldsets = [
        (None, {"fields": TEXT}),
        ("发布", {"fields": TIMES}),
        ("核对", {"fields": CHECKED}),
        ("来源", {"fields": SOURCES}),
        ("修改说明", {"fields": ("note",)}),
    ]

    class Media:
        names = ["article_check", "article_hints", "article_places", "article_rewrite"]
        names += ["unsaved", "article_panels", "article_words"]
        js = [Script(f"js/{name}.js", defer=True) for name in names]
        css = {"all": ["css/editing.css", "css/article_form.css"]}

    def __init__(self, model, admin_site, form=ArticleForm):
        super().__init__(model, admin_site)
        self.form = form

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path(address, wrap(view), {"admin": self}, name=f"articles_article_{name}")
            for address, name, view in PAGES
        ]
        own += [  # says in JSON that a session has ended, and leads to no login
            path(
                f"{address}kept/",
                admin_form.keep_unsaved,
                {"admin": self},
                name="articles_article_kept",
            )
            for address in ("", "<int:pk>/")
        ]
        return [*own, *super().get_urls()]

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    def has_check_permission(self, request):
        """Only a lawyer says that an article was checked, and in no other name than their own."""
        own = getattr(request.user, "lawyer", None)
        return own is not None and self.has_change_permission(request)

    def changelist_view(self, request, extra_context=None):
        """The list with its views, its filters in one form, and what can be taken back."""
        plain = base.without_empty(request.GET)
        if request.method != "POST" and plain != request.GET:
            return redirect(f"{request.path}?{plain.urlencode()}")
        answer = super().changelist_view(request, extra_context)
        shown = getattr(answer, "context_data", None) or {}
        if "cl" in shown:
            shown.update(listing.frame(shown["cl"], request.user))
            shown["may_delete"] = self.has_delete_permission(request)
            shown["batch"] = bulk.offered(request)
        return answer

    def get_changeform_initial_data(self, request):
        """A lawyer who writes signs, as a rule."""
        own = getattr(request.user, "lawyer", None)
        known = super().get_changeform_initial_data(request)
        return {"author": own.pk, **known} if own else known

    def get_queryset(self, request):
        found = super().get_queryset(request)
        return admin_base.counted(found, Citation).defer("body", "text", "pending__content")

    def get_object(self, request, object_id, from_field=None):
        """The article with its newest content in its fields, whole."""
        if not is_key(object_id):
            return None
        rows = Article.objects.select_related(*ROWS).prefetch_related("tags")
        found = rows.filter(pk=object_id).first()
        if found and found.pending:
            publishing.set_content(found.pending.content, found)
        return found

    def get_form(self, request, obj=None, change=False, **kwargs):
        """A class of this request's own, which knows in whose name it may say "checked"."""
        form = super().get_form(request, obj, change, **kwargs)  # Django makes it for each request
        form.own = getattr(request.user, "lawyer", None)  # type: ignore[attr-defined]
        return form

    @admin.display(description="标签")
    def tag_names(self, article):
        return "、".join(publishing.edited_tags(article))

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        """When a service refuses, everything is rolled back and the reloaded form shows the error.

        Django makes the form itself and takes no word for it, so the second answer has an admin of
        its own whose form knows the reason.
        """
        typed = None if self.form.typed else admin_form.unsaved_wanted(request, object_id)
        known = {"typed": typed}
        if not typed:
            try:
                view = csp_replace(EDITOR_CSP)(super().changeform_view)
                return view(request, object_id, *args, **kwargs)  # type: ignore[call-arg]
            except publishing.PublishingError as refused:
                known = {"refused": refused}
        form = type("ArticleForm", (ArticleForm,), known)
        again = type(self)(self.model, self.admin_site, form=form)
        return again.changeform_view(request, object_id, *args, **kwargs)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """The rows below the form too are shown as they were typed."""
        known = super().get_formset_kwargs(request, obj, inline, prefix)
        return known if self.form.typed is None else {**known, "data": self.form.typed}

    def save_model(self, request, obj, form, change):
        user, tell = request.user, partial(messages.warning, request)
        with citation_sync.tracking_warnings(
            Citation, obj, user, tell, change=change
        ) as form.cited:
            form.keep(request.user)

    def save_related(self, request, form, formsets, change):
        """The last hook that gets the form: everything is stored, so messages can be added."""
        super().save_related(request, form, formsets, change)
        article = form.instance
        row = stored(article.pk) if article.pending_id else article
        if row.state == State.PUBLISHED and any(one.has_changed() for one in formsets):
            publishing.refuse_public(row)  # its links are public as soon as they are stored
        admin_form.forget_unsaved(request.user, form.cleaned_data["page"])
        if article.pending_id and form.kept:
            for words in panels.pending_warnings(article):
                messages.warning(request, f"引用提示：{words}")
        if IS_POPUP_VAR not in request.POST:
            messages.success(request, f"{form.said(formsets)}{review.status_sentence(row)}")
            if row.is_stub and row.state == State.PUBLISHED and form.act == review.PUBLISH:
                messages.warning(request, STILL_A_STUB)
        if article.pending_id:  # of a change that waits nothing is stored that it cites
            found = findings.hints_as_typed(article)
        else:
            (found,) = findings.hints_of_stored([article], cited=form.cited)
        if found.open:
            grave = panels.GRAVE.format(found.grave) if found.grave else ""
            words = TOLD.format(number=len(found.open), grave=grave)
            (messages.warning if found.grave else messages.info)(request, words)

    def construct_change_message(self, request, form, formsets, add=False):
        return form.said(formsets)

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        """Back to the form, for who may see it."""
        if IS_POPUP_VAR in request.POST:
            return super().response_change(request, obj)
        stays = self.has_view_or_change_permission(request, obj)
        return redirect(CHANGE, obj.pk) if stays else redirect("admin:index")

    def delete_model(self, request, obj):
        """What visitors read is taken down first, so that what follows a change follows."""
        amending.take_down(article=obj, user=request.user)
        super().delete_model(request, obj)

    @transaction.atomic
    def delete_queryset(self, request, queryset):
        for article in queryset.filter(state=State.PUBLISHED):
            amending.take_down(article=article, user=request.user)
        super().delete_queryset(request, queryset)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        form, article = context["adminform"].form, obj or Article(area=None)
        possible, labels = acts.possible(article, request.user), review.act_labels(article)
        wishes = Returned.objects.select_related("reviewer")
        row = obj and stored(obj.pk)  # its public state, which pending content does not show
        context |= {
            "writing": [(act, labels[act]) for act in labels if act in possible],
            "acts": possible,
            "standing": (row.stage, review.status_sentence(row)) if row else None,
            "returned": obj and wishes.filter(article=obj).first(),
            "newer": getattr(form.refused, "revision", None),
            "version": form["version"].value() if "version" in form.fields else None,
        }
        context["unsaved"] = admin_form.unsaved_offered(request.user, obj, form)
        context |= checks.put_beside(form, self.has_change_permission(request, obj))
        context |= panels.beside(context, form.instance)
        panels.put_beside(form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def history_view(self, request, object_id, extra_context=None):
        """Django's own page, which knows no versions; ours stands before it, by number."""
        raise Http404("文章不存在")

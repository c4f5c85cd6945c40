"""The list of articles: by stage, newest change first, and what is done to many at once."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html

from articles.admin.editing import refuse_to_hide, untimed
from articles.admin.law import ReviewFilter
from articles.models import Article, State
from articles.related import recompute
from articles.workflow import publishing
from articles.workflow.status_text import day

MOST_AT_ONCE = 500  # each keeps a version and is indexed anew, while others wait
MOST_NAMED = 5
CHANGED = Coalesce("pending__created_at", "updated_at")
CONFIRM = "admin/articles/article/withdraw_many.html"
TOO_MANY = "一次最多处理{}篇，请缩小范围后分几次做。"
NOTHING_NEW = "已经发布，没有未发布的修改。"
WAITS_ALREADY = "已经送审，等待审核。"


class StageFilter(admin.SimpleListFilter):
    """Where articles stand, in the words of the column."""

    title = "进度"
    parameter_name = "stage"

    def lookups(self, request, model_admin):
        return [
            ("draft", "草稿"),
            ("review", "送审"),
            ("scheduled", "定时发布"),
            ("public", "已发布"),
            ("pending", "有未发布的修改"),
            ("withdrawn", "已撤下"),
            ("expired", "已到期"),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        wishes = {
            "draft": Q(state=State.DRAFT, submitted_at=None),
            "review": Q(submitted_at__isnull=False),
            "scheduled": Q(state=State.PUBLISHED, publish_at__gt=now),
            "public": Q(pk__in=Article.objects.published(now).values("pk")),
            "pending": Q(state=State.PUBLISHED, pending__isnull=False),
            "withdrawn": Q(state=State.WITHDRAWN),
            "expired": Q(state=State.PUBLISHED, expires_at__lte=now),
        }
        wish = wishes.get(self.value())
        return queryset.filter(wish) if wish else queryset


class ListingAdminMixin:
    """Columns, filters and actions of the list of articles."""

    list_display = ["title", "area", "author", "stage", "changed", "published"]
    list_display += ["checked_on", "review", "look"]
    list_filter = [StageFilter, ReviewFilter, "publish_at", "is_stub", "area", "author"]
    list_select_related = ["area", "author", "pending"]
    search_fields = ["title"]
    nothing_yet = "还没有文章。从咨询人问得最多的一个问题写起，写好先存草稿。"
    ordering = [CHANGED.desc(), "-pk"]
    actions = ["publish_many", "submit_many", "withdraw_many"]
    list_per_page = 50
    show_full_result_count = False  # one count less of a long table

    def get_queryset(self, request):
        found = super().get_queryset(request).annotate(touched_at=CHANGED)
        return found.defer("body", "text", "pending__content")

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_article")

    @admin.display(description="进度")
    def stage(self, article):
        return article.stage

    @admin.display(description="最近改动", ordering="touched_at")
    def changed(self, article):
        return short(article.touched_at)

    @admin.display(description="发布时间", ordering="publish_at")
    def published(self, article):
        return short(article.publish_at)

    @admin.display(description="查看")
    def look(self, article):
        """A link to the page, for staff also before it is public."""
        return format_html('<a href="{}">打开</a>', article.get_absolute_url())

    @admin.action(description="发布所选文章", permissions=["publish"])
    def publish_many(self, request, queryset):
        self._do(request, queryset, "已发布{}篇文章，到发布时间即显示。", publish_stored)
        stubs = queryset.filter(is_stub=True, state=State.PUBLISHED).count()
        if stubs:
            text = f"其中{stubs}篇还是“待补全”，网页上会注明，请尽快补写正文。"
            self.message_user(request, text, messages.WARNING)

    @admin.action(description="送审所选文章", permissions=["change"])
    def submit_many(self, request, queryset):
        self._do(request, queryset, "已送审{}篇文章。", submit_stored)

    @admin.action(description="撤下所选文章", permissions=["publish"])
    def withdraw_many(self, request, queryset):
        """Asks once more; the list of Django posts the same again with the answer."""
        if "confirmed" not in request.POST:
            return self._confirm(request, queryset)
        self._do(
            request, queryset, "已撤下{}篇文章，原网址显示“这篇文章已经撤下”。", publishing.withdraw
        )
        return None

    def _confirm(self, request, queryset):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "撤下所选文章",
            "number": queryset.count(),
            "titles": queryset.values_list("title", flat=True)[:20],
            "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return render(request, CONFIRM, context)

    @transaction.atomic
    def _do(self, request, queryset, words, act):
        """One act on each; all that are possible, and by name those that are not."""
        if queryset.count() > MOST_AT_ONCE:
            return self.message_user(request, TOO_MANY.format(MOST_AT_ONCE), messages.ERROR)
        done, refused = 0, []
        rows = Article.objects.filter(pk__in=queryset.values("pk")).select_related("pending")
        for article in rows.order_by("pk"):
            try:
                with recompute.left_to_worker():
                    kept = act(article=article, user=request.user)
                self.log_change(request, article, f"{kept.get_act_display()}第{kept.number}版。")
                done += 1
            except publishing.PublishingError as reason:
                refused.append(f"《{article.title}》：{reason}")
        if done:
            self.message_user(request, words.format(done), messages.SUCCESS)
        return self._tell_refused(request, refused)

    def _tell_refused(self, request, refused):
        for text in refused[:MOST_NAMED]:
            self.message_user(request, text, messages.ERROR)
        if len(refused) > MOST_NAMED:
            text = f"另有{len(refused) - MOST_NAMED}篇也没有处理，原因相同或相近。"
            self.message_user(request, text, messages.ERROR)


def short(moment):
    """11月25日 23:31, without the time of the day in another year."""
    local = timezone.localtime(moment)
    this_year = local.year == timezone.localdate().year
    return f"{day(moment)} {local:%H:%M}" if this_year else day(moment)


def publish_stored(*, article, user):
    """Publish what is stored: the change that waits, or the draft."""
    article = _as_it_stands(article)
    if article.state == State.PUBLISHED and article.pending_id is None:
        raise publishing.PublishingError(NOTHING_NEW)
    edited, tags = publishing.as_edited(article)
    refuse_to_hide(edited)
    at = timezone.now() if untimed(edited) else None
    return publishing.publish(article=edited, user=user, tags=tags, at=at)


def submit_stored(*, article, user):
    """Ask a second person about what is stored."""
    article = _as_it_stands(article)
    if article.submitted_at:
        raise publishing.PublishingError(WAITS_ALREADY)
    edited, tags = publishing.as_edited(article)
    return publishing.submit(article=edited, user=user, tags=tags)


def _as_it_stands(article):
    """Of many at once, somebody may have saved one while others had their turn."""
    stored = publishing.held(article)
    if stored is None:
        raise publishing.PublishingError("这篇文章刚刚被删除了。")
    return stored

"""What is done to many articles at once, from their list."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction

from articles.admin.page import show
from articles.models import Article, State
from articles.related import recompute
from articles.workflow import as_stored, publishing

MOST_AT_ONCE = 500  # each keeps a version and is indexed anew, while others wait
MOST_NAMED = 5
TOO_MANY = "一次最多处理{}篇，请缩小范围后分次处理。"
PUBLISHED = "已发布{}篇文章，到发布时间即显示。"
SUBMITTED = "已送审{}篇文章。"
WITHDRAWN = "已撤下{}篇文章，原网址显示“这篇文章已经撤下”。"
STUBS = "其中{}篇仍为“待补全”，补写正文之前不出现在列表和搜索中，请尽快补写。"
AND_MORE = "另有{}篇未处理，原因相同或相近。"


@admin.action(description="发布所选文章", permissions=["publish"])
def publish_many(office, request, queryset):
    """Publish every article that can be published, and say which ones are unfinished."""
    _do(office, request, queryset, as_stored.publish, PUBLISHED)
    stubs = queryset.filter(is_stub=True, state=State.PUBLISHED).count()
    if stubs:
        messages.warning(request, STUBS.format(stubs))


@admin.action(description="送审所选文章", permissions=["change"])
def submit_many(office, request, queryset):
    """Submit all articles that can be published to a second person."""
    _do(office, request, queryset, as_stored.submit, SUBMITTED)


@admin.action(description="撤下所选文章", permissions=["publish"])
def withdraw_many(office, request, queryset):
    """Asks once more; the list of Django posts the same again with the answer."""
    if "confirmed" not in request.POST:
        return _ask(office, request, queryset)
    return _do(office, request, queryset, publishing.withdraw, WITHDRAWN)


def _ask(office, request, queryset):
    return show(
        request,
        office,
        "withdraw_many",
        "撤下所选文章",
        number=queryset.count(),
        titles=queryset.values_list("title", flat=True)[:20],
        chosen=request.POST.getlist(ACTION_CHECKBOX_NAME),
        across=request.POST.get("select_across", "0"),
        checkbox=ACTION_CHECKBOX_NAME,
    )


@transaction.atomic
def _do(office, request, queryset, service, words):
    """Calls the service for each article; lists by name those for which it was refused."""
    if queryset.count() > MOST_AT_ONCE:
        return messages.error(request, TOO_MANY.format(MOST_AT_ONCE))
    done, refused = 0, []
    rows = Article.objects.filter(pk__in=queryset.values("pk")).select_related("pending")
    for article in rows.order_by("pk"):
        try:
            with recompute.left_to_worker():
                kept = service(article=article, user=request.user)
            office.log_change(request, article, f"{kept.get_act_display()}第{kept.number}版。")
            done += 1
        except publishing.PublishingError as reason:
            refused.append(f"《{article.title}》：{reason}")
    if done:
        messages.success(request, words.format(done))
    return _tell_refused(request, refused)


def _tell_refused(request, refused):
    for text in refused[:MOST_NAMED]:
        messages.error(request, text)
    if len(refused) > MOST_NAMED:
        messages.error(request, AND_MORE.format(len(refused) - MOST_NAMED))

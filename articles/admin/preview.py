"""The article as its page will be: while it is written, and by a link for somebody outside."""

from django.contrib.admin.utils import flatten_fieldsets
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from articles.admin.page import FOLDER, ArticlePage, of_article, refuse_without
from articles.models import Article
from articles.public import context as public_context
from articles.workflow import previews
from firm.base import dates
from firm.base.forms import is_key

TYPED = "预览：按当前内容显示，仅您本人可见。"
LINKS = "admin:articles_article_links"


@require_POST
def typed(request, admin, pk=None):
    """The page of an article as it is typed; nothing is stored."""
    refuse_without(request, admin, "change" if pk else "add")
    # The article with its change that is not published; or a new one.
    edited = admin.get_object(request, str(pk)) if pk else Article(publish_at=timezone.now())
    if edited is None:
        raise Http404("文章不存在")
    own = {field.name for field in Article._meta.fields}  # panels and what is for the history not
    shown = [name for name in flatten_fieldsets(admin.get_fieldsets(request)) if name in own]
    kind = admin.get_form(request, edited, change=bool(pk), fields=shown)
    form = kind(request.POST, instance=edited)
    wrong = tuple(  # what cannot be stored as it is typed
        (f"{form.fields[name].label}：" if name in form.fields else "") + errors[0]
        for name, errors in form.errors.items()
    )
    article = form.instance
    if article.area_id is None or article.author_id is None:
        response = render(request, f"admin/{FOLDER}/preview_early.html")
    else:
        band = public_context.Preview(TYPED, wrong, inert=True)
        tags = form.cleaned_data.get("tag_names", [])
        context = public_context.preview_context(article, band, tags)
        response = render(request, public_context.TEMPLATE, context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@of_article("change")
def links(page: ArticlePage):
    """All links to an article; makes one or revokes one on POST."""
    if page.is_post:
        if chosen := page.request.POST.get("revoke", ""):
            if not is_key(chosen):
                raise Http404("链接不存在")
            link = get_object_or_404(page.article.preview_links, pk=chosen)
            previews.revoke(link=link)
            words = f"{dates.minute(link.created_at)}生成的预览链接已经作废。"
        else:
            link = previews.make(article=page.article, user=page.request.user)
            words = f"预览链接已生成，{dates.minute(link.expires_at)}失效。"
        page.log(words)
        return page.done(words, to=LINKS)
    rows = page.article.preview_links.select_related("created_by")
    addressed = [(link, previews.address(link) if link.is_alive else "") for link in rows]
    return page.show("links", "外部预览", links=addressed)

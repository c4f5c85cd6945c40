"""The pages 撤下, 退回修改 and 放弃未发布的修改: acts that are asked once more."""

from django.contrib import messages
from django.http import Http404

from articles.admin import acts
from articles.admin.page import ArticlePage, of_article, stored
from articles.workflow import publishing, status_text


@of_article("view")
def ask(page: ArticlePage, act: str):
    """Shows a confirmation page on GET, acts on POST; the service decides whether it is allowed."""
    if act not in acts.ASKED_ACTS:
        raise Http404("操作不存在")
    asked = acts.ASKED_ACTS[act]
    page.demand(asked.right)
    form = asked.form(page.request.POST if page.is_post else None)
    if form.is_valid():
        return _do(page, asked, form.cleaned_data)
    return page.show(
        "confirm",
        asked.title,
        status=422 if form.is_bound else 200,
        form=form,
        asked=asked,
        allowed=act in acts.possible(page.article, page.request.user),
    )


def _do(page, asked, given):
    try:
        kept = asked.service(article=page.article, user=page.request.user, **given)
    except publishing.PublishingError as refused:
        return page.done(str(refused), messages.ERROR)
    note = f"修改说明：{kept.note}" if kept.note else ""
    page.log(f"{kept.get_act_display()}第{kept.number}版。{note}")
    return page.done(f"{asked.done}{status_text.sentence(stored(page.article.pk))}")

"""A whole import taken back within a day; what was changed since is left and named."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.utils import timezone

from articles.models import Act, Article, RelatedLink, Revision, State, Tag
from articles.workflow import amending, batches, publishing
from tests.factories import make_article, make_staff
from tests.transfer.office.importing import imported, markdown, page, work
from transfer import office
from transfer.admin import TOO_LATE
from transfer.models import TAKEN_BACK_WITHIN, ArticleImport, ArticleImportLine

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def take_back(client, there):
    client.post(there, {"back": "1"})
    work()
    return page(client, there)


def two(**more):
    return [("一.md", markdown("a1", **more)), ("二.md", markdown("a2", title="加班费怎么算？"))]


def test_new_articles_go_with_their_tags_and_old_addresses(editor):
    there = imported(editor, *two(tags="[工伤, 赔偿]", old_url="/old/1.html", state="已发布"))
    other = make_article(title="别的文章是什么？")
    other.tags.set(Tag.objects.filter(name="赔偿"))  # which stays
    address = Article.objects.get(external_id="a1").get_absolute_url()
    assert editor.get("/old/1.html").status_code == 301
    assert office.TOLD.format(2) in take_back(editor, there)
    assert (Article.objects.get(), Tag.objects.get().name) == (other, "赔偿")
    assert not Redirect.objects.exists()
    assert editor.get(address).status_code == 404


@pytest.mark.parametrize("led", ["/contact/", ""], ids=["elsewhere", "nowhere: it was gone"])
def test_an_address_that_a_new_article_took_leads_on_as_before(editor, led):
    known = {"site_id": settings.SITE_ID, "old_path": "/articles/4711/", "new_path": led}
    Redirect.objects.create(**known)
    there = imported(editor, ("一.md", markdown(site_number=4711)))
    assert not Redirect.objects.exists()
    take_back(editor, there)
    assert Redirect.objects.values("site_id", "old_path", "new_path").get() == known


def test_an_old_address_that_was_set_since_stays(editor):
    imported(editor, ("一.md", markdown()))
    there = imported(editor, ("一.md", markdown(body="另一段。", old_url="/o.html")), update="on")
    own = Redirect.objects.get(old_path="/o.html")
    mine = {"site_id": settings.SITE_ID, "old_path": "/mine.html", "new_path": own.new_path}
    Redirect.objects.create(**mine)
    take_back(editor, there)
    assert Redirect.objects.get().old_path == "/mine.html"


def test_a_changed_article_becomes_what_it_was(editor):
    first = ("一.md", markdown(tags="[工伤]", state="已发布"))
    imported(editor, first)
    article = Article.objects.get()
    other = make_article(title="别的文章是什么？", external_id="b1")
    RelatedLink.objects.create(article=article, target=other)
    before = batches.take(article)
    told = {
        "body": "全新。",
        "tags": "[甲]",
        "related": "b1",
        "state": "已撤下",
        "old_url": "/o.html",
    }
    there = imported(editor, ("一.md", markdown(**told)), update="on")
    article.refresh_from_db()
    assert (article.body, article.state) == ("<p>全新。</p>", State.WITHDRAWN)
    take_back(editor, there)
    article = Article.objects.get(pk=article.pk)
    assert batches.take(article) == before
    assert article.related_links.get().target == other
    assert article.live == article.revisions.order_by("-number").first()
    assert not Redirect.objects.exists()
    assert Revision.objects.filter(act=Act.RESTORED).get().note == office.NOTE


def test_what_somebody_changed_since_is_left_and_named_and_what_was_deleted_no_obstacle(editor):
    there = imported(editor, *two(), ("三.md", markdown("a3", title="年假怎么算？")))
    article = Article.objects.get(external_id="a1")
    article.body = "<p>我改过。</p>"
    publishing.save_draft(article=article, user=None)
    Article.objects.get(external_id="a2").delete()
    said = take_back(editor, there)
    assert office.LEFT.format(1) in said
    assert batches.CHANGED_SINCE in said
    assert office.GONE in said
    assert Article.objects.get().body == "<p>我改过。</p>"


@pytest.mark.parametrize(
    ("first", "then", "right", "words"),
    [
        ({"state": "已发布"}, None, (), office.NO_TAKING_DOWN),
        ({}, {"body": "另一段。"}, ("articles.add_article",), office.NO_CHANGE),
        (
            {"state": "已发布"}, {"state": "已撤下"},
            ("articles.change_article",), office.NO_TAKING_DOWN,
        ),
    ],
    ids=["takes nothing from the site", "puts nothing back", "brings nothing back to the site"],
)  # fmt: skip
def test_who_has_lost_the_right(editor, first, then, right, words):
    there = imported(editor, ("一.md", markdown(**first)))
    if then:
        there = imported(editor, ("一.md", markdown(**then)), update="on")
    before = Article.objects.values("body", "state").get()
    user, returning = make_staff(*right, username="w"), ArticleImport.State.RETURNING
    ArticleImport.objects.filter(pk=there.split("/")[-2]).update(user=user, state=returning)
    work()
    assert words in page(editor, there)
    assert Article.objects.values("body", "state").get() == before


def test_after_a_day_it_is_not_taken_back_and_how_articles_stood_is_forgotten(editor):
    imported(editor, two()[0])
    there = imported(editor, *two(body="另一段。"), update="on")
    assert "确认撤回" in page(editor, there)
    office.forget_old()
    stood = ArticleImportLine.objects.filter(before__isnull=False)
    assert stood.exists()
    late = timezone.now() - TAKEN_BACK_WITHIN - timedelta(seconds=1)
    ArticleImport.objects.update(finished_at=late)
    office.forget_old()
    assert not stood.exists()
    assert "确认撤回" not in page(editor, there)
    said = editor.post(there, {"back": "1"}, follow=True).content.decode()
    assert TOO_LATE in said
    assert Article.objects.count() == 2


def test_one_that_was_interrupted_goes_on_and_a_second_click_takes_nothing_back_twice(editor):
    there = imported(editor, *two())
    editor.post(there, {"back": "1"})
    assert TOO_LATE in editor.post(there, {"back": "1"}, follow=True).content.decode()
    steps = office._returned(ArticleImport.objects.get())
    next(steps)
    steps.close()
    assert Article.objects.count() == 1
    work()
    assert office.TOLD.format(2) in page(editor, there)


def test_reports_keep_no_word_of_an_article_whose_consent_was_withdrawn(editor):
    imported(editor, ("工伤认定.md", markdown(state="已发布")))
    there = imported(editor, ("工伤认定.md", markdown(body="又改了。")), update="on")
    article = Article.objects.get()
    assert "看情况" in str(list(ArticleImportLine.objects.values_list()))
    amending.bar(article=article)
    held = str([*ArticleImportLine.objects.values_list(), *ArticleImport.objects.values("survey")])
    assert not any(word in held for word in ("工伤认定", "看情况", "又改了"))
    assert amending.BARRED_TITLE in page(editor, there)
    take_back(editor, there)
    assert Article.objects.get().barred_at

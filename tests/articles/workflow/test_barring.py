"""An article whose consent was taken back: gone for good, words and all."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.admin import form
from articles.models import Article, State, text
from articles.quality import findings
from articles.workflow import amending, batches, previews, publishing
from articles.workflow.publishing import PublishingError
from tests.factories import make_article, make_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
WORD = "锯床伤指"


@pytest.fixture
def lin():
    return make_superuser()


def everywhere():
    """The names of the tables in which the word stands."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values_list():
            if WORD in str(row):
                found.append(model._meta.label)
    return sorted(set(found))


def test_nothing_of_its_words_is_left_and_its_address_answers_410(lin):
    article = make_article(title=f"{WORD}能赔吗？", body=f"<p>{WORD}</p>")
    edited = Article.objects.get(pk=article.pk)
    edited.body = f"<p>{WORD}，又改了</p>"
    publishing.save_draft(article=edited, user=lin, note=WORD)
    form.store_unsaved(editor=lin, article=article, page="p", fields={"title": [WORD]})
    LogEntry.objects.log_actions(lin.pk, [article], CHANGE, change_message=WORD, single_object=True)
    link = previews.make(article=article, user=lin)
    assert everywhere()
    assert amending.bar(article=article)
    assert everywhere() == []
    assert Client().get(article.get_absolute_url()).status_code == 410
    link.refresh_from_db()
    assert link.revoked_at
    assert not amending.bar(article=article)  # once


@pytest.mark.parametrize("fields", [
    {"state": State.DRAFT},
    {"publish_at": timezone.now() + timedelta(days=9000)},
    {"state": State.WITHDRAWN},
], ids=["draft", "scheduled", "withdrawn"])  # fmt: skip
def test_what_is_not_public_yet_is_barred_alike(lin, fields):
    article = make_article(title=f"{WORD}能赔吗？", **fields)
    assert amending.bar(article=article)
    article.refresh_from_db()
    assert (article.state, article.title) == (State.WITHDRAWN, amending.BARRED_TITLE)
    assert everywhere() == []


def test_where_it_fails_half_way_it_stands_as_before(lin, monkeypatch):
    article = make_article()
    publishing.publish(article=Article.objects.get(), user=lin)
    monkeypatch.delattr(amending, "LogEntry")
    with pytest.raises(NameError):
        amending.bar(article=article)
    assert Article.objects.get().revisions.filter(article__state=State.PUBLISHED).exists()


def test_nobody_publishes_it_again(lin):
    article = make_article()
    opened = Article.objects.get(pk=article.pk)  # in an editor's window
    before = batches.take(opened)
    amending.bar(article=article)
    article.refresh_from_db()
    refused = [
        lambda: publishing.publish(article=opened, user=lin),
        lambda: publishing.save_draft(article=opened, user=lin),
        lambda: publishing.submit(article=opened, user=lin),
        lambda: amending.publish(article=article, user=lin),
        lambda: publishing.restore(revision=article.revisions.get(), user=lin),
        lambda: batches.put_back(article=article, before=before, user=lin, note=""),
    ]
    for act in refused:
        with pytest.raises(PublishingError, match=publishing.BARRED):
            act()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(state=State.PUBLISHED)


def test_a_window_that_is_still_open_is_told_and_keeps_its_words_nowhere(lin):
    """What it goes on sending while somebody types would lie in the database for two weeks."""
    article = make_article(title=f"{WORD}能赔吗？")
    office, address = Client(), f"/admin/articles/article/{article.pk}"
    office.force_login(lin)
    amending.bar(article=article)
    page = office.get(f"{address}/change/")
    assert page.status_code == 200
    assert "不能再发布" in page.text
    assert 'name="_publish"' not in page.text
    typed = {"page": "a" * 32, "title": f"{WORD}能赔吗？", "body": f"<p>{WORD}</p>"}
    kept = office.post(f"{address}/kept/", typed)
    assert (kept.status_code, kept.json()["error"]) == (409, publishing.BARRED)
    assert office.post(f"{address}/change/", typed).status_code != 302
    again = office.post(f"{address}/restore/1/", follow=True)
    assert publishing.BARRED in again.text
    assert everywhere() == []


def test_words_that_differ_from_what_a_client_agreed_to_are_hinted_at(lin):
    def hints(article):
        return [one.check.code for one in findings.hints_as_typed(article).open]

    article = make_article(body="<p>我在一家家具厂做工。</p>")
    assert "agreed-words" not in hints(article)
    article.agreed_key = text.wording_key(article.title, article.summary, article.text)
    assert "agreed-words" not in hints(article)
    article.body = "<p>我在一家家具厂做工。</p><p></p>"
    assert "agreed-words" not in hints(article)
    article.body = "<p>我在云锦家具厂做工。</p>"
    assert "agreed-words" in hints(article)

"""“核对律师”: nobody says of another lawyer that they have checked an article."""

from datetime import date

import pytest

from articles.admin import form as admin_form
from articles.models import Article
from tests.articles.admin.test_article import LIST, form
from tests.factories import make_article, make_groups, make_lawyer, make_member

pytestmark = pytest.mark.django_db
BEFORE, NOW = date(2026, 3, 5), date(2026, 11, 1)


@pytest.fixture
def other():
    return make_lawyer(name="沈若宁")


@pytest.fixture
def own(client):
    """A lawyer who is logged in and edits articles."""
    user = make_member("律师")
    user.groups.add(make_groups()["编辑"])
    client.force_login(user)
    return make_lawyer(name="林致远", user=user)


def send(client, article, **fields):
    """The form as it stands, with some fields changed."""
    known = {
        "title": article.title,
        "area": article.area_id,
        "author": article.author_id,
        "checked_on": article.checked_on or "",
        "checked_by": article.checked_by_id or "",
        "version": article.revisions.count(),
    }
    return client.post(f"{LIST}{article.pk}/change/", form(**known | fields))


def kept(article):
    """The check that the newest version tells of."""
    content = article.revisions.latest("number").content
    return content["checked_on"], content["checked_by"]


def test_a_lawyer_says_it_of_oneself(client, own):
    article = make_article()
    assert send(client, article, checked_on=NOW, checked_by=own.pk).status_code == 302
    assert kept(article) == (NOW.isoformat(), own.pk)


@pytest.mark.parametrize("by", ["other", "none"])
def test_nobody_says_it_of_another(client, own, other, by):
    if by == "none":
        client.force_login(make_member("编辑"))
    article = make_article()
    answer = send(client, article, checked_on=NOW, checked_by=other.pk, title="写好的话怎么办？")
    assert admin_form.ONLY_OWN in answer.text
    assert "写好的话怎么办？" in answer.text
    assert not article.revisions.exists()


def test_a_check_of_another_is_not_made_younger(client, own, other):
    article = make_article(checked_on=BEFORE, checked_by=other)
    assert admin_form.ONLY_OWN in send(client, article, checked_on=NOW).text
    assert Article.objects.get().checked_on == BEFORE


def test_a_check_of_another_stays_when_something_else_is_changed(client, own, other):
    article = make_article(checked_on=BEFORE, checked_by=other)
    assert send(client, article, title="换一个标题怎么办？").status_code == 302
    assert kept(article) == (BEFORE.isoformat(), other.pk)


def test_a_check_that_is_not_true_any_more_is_taken_out_by_an_editor(client, own, other):
    article = make_article(checked_on=BEFORE, checked_by=other)
    assert send(client, article, checked_on="", checked_by="").status_code == 302
    assert kept(article) == (None, None)


def test_the_form_offers_oneself_and_says_so(client, own, other):
    html = client.get(f"{LIST}{make_article().pk}/change/").text
    box = html.partition('name="checked_by"')[2].partition("</select>")[0]
    assert ("林致远" in box, "沈若宁" in box) == (True, False)
    assert admin_form.HELP in html

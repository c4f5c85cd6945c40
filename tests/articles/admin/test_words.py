"""How long the parts of an article are, as its form tells."""

import pytest

from tests.articles.admin.test_article import LIST, form
from tests.articles.admin.test_panels import address
from tests.factories import make_article, make_superuser
from tests.screen import Screen, browser

pytestmark = pytest.mark.django_db


def told(article, name):
    page = Screen.at(browser(make_superuser()), address(article)).soup
    return page.find(attrs={"data-words": name}).get_text()


def test_the_text_is_counted_without_its_formatting():
    article = make_article(body=f"<h2>一、先留证据</h2><p>{'字' * 795}</p>")
    assert told(article, "body") == "800字，约读2分钟"


def test_title_and_summary_are_counted_against_their_bounds():
    article = make_article(title="押金不退怎么办？", summary="先发书面催告。")
    assert told(article, "title") == "8字，最多60字"
    assert told(article, "summary") == "7字，最多300字"


def test_a_title_that_was_typed_on_two_lines_is_one(client):
    article = make_article()
    client.force_login(make_superuser())
    fields = form(title="押金不退\r\n 怎么办？", area=article.area.pk, author=article.author.pk)
    assert client.post(f"{LIST}add/", fields).status_code == 302
    newest = type(article).objects.latest("pk")
    assert newest.title == "押金不退 怎么办？"

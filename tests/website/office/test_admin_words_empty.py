"""What has no row yet, and the pages before and after work: Chinese, and said what it is for."""

import pytest

from articles.models import SearchedWords
from consult.models import KnownParty
from outbox.models import Notice
from tests.factories import make_superuser
from tests.website import desk_walk

pytestmark = pytest.mark.django_db


def test_the_pages_before_and_after_work_are_chinese(client):
    for page in (client.get("/admin/login/"), client.post("/admin/login/", {"username": "x"})):
        assert not [text for text in desk_walk.told(page.text) if desk_walk.english(text)]
    client.force_login(make_superuser(username="boss"))
    left = client.post("/admin/logout/").text
    assert not [text for text in desk_walk.told(left) if desk_walk.english(text)]


@pytest.mark.parametrize("text", ["Delete", "Article-tag关系", "对象 object (1)", "select all"])
def test_the_walk_knows_english_when_it_sees_it(text):
    assert desk_walk.english(text)


@pytest.mark.parametrize("model", [Notice, SearchedWords, KnownParty])
def test_an_empty_list_says_what_it_is_for(client, model):
    client.force_login(make_superuser())
    folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    page = client.get(folder).text
    assert model is SearchedWords or "list-empty" in page
    assert "这里还没有内容" not in page

"""Whatever is asked for, only what everybody may read answers: in every slot, on every way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import answers, search
from articles.models import Article, SearchedWords
from articles.search import did_you_mean
from articles.workflow import publishing
from tests.articles.public.test_lists import HIDDEN
from tests.factories import make_area, make_article, make_settings, make_staff, make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SECRET = "鲲鹏计划"
QUESTION = "请问鲲鹏计划的补偿款到底应该怎么分才算公平呢"


@pytest.fixture(autouse=True)
def _forgotten():
    make_settings()
    did_you_mean.forget()
    yield
    did_you_mean.forget()


def told(client):
    """All that a visitor can get to see who knows the words, and who mistypes them."""
    queries = [SECRET, QUESTION, "鲲鹏计化", "鲲鹏记划", "测试法1条", f"测试法1条 {SECRET}"]
    pages = [client.get("/search/", {"q": one}) for one in queries]
    pages += [client.get(path) for path in ("/search/", f"/{SECRET}/", "/search/?q=无此")]
    pages.append(client.post("/consult/suggest/", {"question": QUESTION}))
    return "".join(page.text for page in pages)


def look_for(words):
    for number in range(5):
        day = timezone.localdate() - timedelta(days=number)
        SearchedWords.objects.create(words=words, day=day, number=3, found=3)


def secret_article(**fields):
    make_statute(["第一条的文字。"], short_name="测试法")
    make_area(name=f"{SECRET}业务", aliases="鲲鹏", is_published=False)
    look_for(SECRET)
    body = "<p>补偿款怎么分，见《测试法》第一条。内情如下。</p>"
    return make_article(title=f"{SECRET}的补偿款怎么分才公平？", body=body, **fields)


@pytest.mark.parametrize("fields", HIDDEN)
def test_an_article_or_area_that_is_not_public_is_nowhere(client, fields):
    article = secret_article(**fields)
    page = told(client)
    for words in (article.get_absolute_url(), "内情如下", "篇文章引用", f">{SECRET}</a>"):
        assert words not in page
    assert "鲲鹏计划业务" not in page
    assert search.suggest_queries("鲲鹏计化") == []


def test_the_same_article_is_everywhere_once_it_is_public(client):
    article = secret_article()
    page = told(client)
    assert page.count(article.get_absolute_url()) >= 5
    assert "1篇文章引用" in page
    assert f">{SECRET}</a>" in page


def test_what_is_withdrawn_is_gone_with_the_very_next_search(client):
    article = make_article(title=f"{SECRET}的补偿款怎么分才公平？")
    assert answers.find(SECRET, 5).hits
    publishing.withdraw(article=Article.objects.get(pk=article.pk), user=make_staff())
    assert article.get_absolute_url() not in told(client)
    assert answers.find(SECRET, 5).total == 0


def test_a_change_that_is_not_published_is_found_by_none_of_its_words():
    article = make_article(title="补偿款怎么分？")
    edited = Article.objects.get(pk=article.pk)
    edited.title, edited.body = f"{SECRET}怎么分？", f"<p>{SECRET}。</p>"
    publishing.save_draft(article=edited, user=make_staff())
    assert Article.objects.get(pk=article.pk).pending
    assert answers.find(SECRET, 5).total == 0
    search.index_many([Article.objects.get(pk=article.pk)])
    assert answers.find(SECRET, 5).total == 0
    assert answers.find("补偿款", 5).found.ids == [article.pk]

"""The views of the list of articles, and its filters as one form."""

import pytest

from articles.admin.listing import ORDERS
from articles.models import Article, State
from articles.workflow import publishing
from tests.articles.admin.test_article import LIST
from tests.articles.admin.test_form_acts import PUBLISHER, WRITER, edited, log_in
from tests.factories import make_area, make_article, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def tabs(client, query=""):
    return {words: number for words, number, *_ in client.get(LIST + query).context["views"]}


def shown(client, query):
    return list(client.get(LIST + query).context["cl"].result_list)


def submitted(user):
    article = make_article(state=State.DRAFT)
    publishing.submit(article=edited(article), user=user)
    return article


def test_what_waits_for_me_is_counted_and_found(client):
    me = log_in(client, *PUBLISHER)
    theirs, own = submitted(make_staff()), submitted(me)
    assert tabs(client)["待我审核"] == 1
    assert shown(client, "?stage=for-me") == [theirs]
    assert set(shown(client, "?stage=review")) == {theirs, own}


def test_who_may_not_publish_has_nothing_to_review(client):
    log_in(client, *WRITER)
    submitted(make_staff())
    assert "待我审核" not in tabs(client)
    assert shown(client, "?stage=for-me") == []


def test_what_was_given_back_stands_in_a_view_of_its_own_with_the_reason(client):
    me = log_in(client, *WRITER)
    assert "退回给我" not in tabs(client)
    article = submitted(me)
    publishing.send_back(article=article, user=make_staff(), note="补上法条")
    assert tabs(client)["退回给我"] == 1
    assert shown(client, "?stage=returned") == [article]
    assert "退回：补上法条" in client.get(LIST).text


def test_a_rare_view_is_there_while_it_holds_anything_or_is_open(client):
    log_in(client, *WRITER)
    assert "送审中" not in tabs(client)
    assert "送审中" in tabs(client, "?stage=review")


def test_the_tab_of_the_view_is_marked_and_keeps_the_filters(client):
    log_in(client, *WRITER)
    views = client.get(f"{LIST}?stage=draft&check=never").context["views"]
    assert [words for words, *_, chosen in views if chosen] == ["草稿"]
    assert all("check=never" in address for _, _, address, _ in views)


def test_what_is_chosen_stands_above_the_list_and_can_be_taken_away(client):
    log_in(client, *WRITER)
    area, _ = make_area(name="婚姻"), make_area()
    found = make_article(area=area)
    make_article(area=make_area())
    page = client.get(f"{LIST}?stage=public&area__id__exact={area.pk}&q=怎么办")
    assert list(page.context["cl"].result_list) == [found]
    ((words, address),) = page.context["chips"]
    assert words.endswith("：婚姻")
    assert "area" not in address
    assert "stage=public" in address
    assert page.context["kept"] == [("stage", "public")]
    assert "q=" not in page.context["cleared"]


def test_boxes_that_were_left_empty_narrow_nothing(client):
    log_in(client, *WRITER)
    article = make_article()
    query = "?q=&area__id__exact=&author__id__exact=&check=&law=&since=&o="
    assert client.get(LIST + query).url == f"{LIST}?"
    page = client.get(LIST + query + "&stage=public", follow=True)
    assert list(page.context["cl"].result_list) == [article]
    assert page.context["chips"] == []


@pytest.mark.parametrize("order", [order for order, _ in ORDERS])
def test_each_order_of_the_form_is_one_of_the_list(client, order):
    log_in(client, *WRITER)
    first, second = make_article(title="甲？"), make_article(title="乙？")
    for article, day in ((first, "2024-01-01"), (second, "2025-01-01")):
        Article.objects.filter(pk=article.pk).update(checked_on=day, checked_by=article.author)
    page = client.get(f"{LIST}?o={order}", follow=True)
    assert len(page.context["cl"].result_list) == 2
    assert page.context["selects"][-1].chosen == order
    if order == "6":
        assert list(page.context["cl"].result_list) == [first, second]


def test_stubs_and_what_came_out_lately_are_found(client):
    log_in(client, *WRITER)
    stub, other = make_article(is_stub=True), make_article()
    Article.objects.filter(pk=stub.pk).update(publish_at="2020-01-01T00:00Z")
    assert shown(client, "?check=stub") == [stub]
    assert shown(client, "?since=30") == [other]

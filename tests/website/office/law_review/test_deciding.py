"""A named lawyer lets a warning stand: who may, what is recorded, how it is taken back."""

import re

import pytest
from django.urls import reverse

from articles.models import Article, Citation
from firm.models import Lawyer
from statutes.base import Outcome
from statutes.models import Decision
from statutes.services import citation_sync
from tests.factories import make_article, make_lawyer, make_member, make_staff
from tests.statutes.sample_law import contract_law
from tests.website.office.law_review.pages import BODY, HISTORY, PAGE, confirm, keys, titles
from website.office.law_review import views

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def offered_at_once(client, query=""):
    """How many warnings the list offers to confirm with one tick; "" when it does not."""
    found = re.search(r'name="everything"\s+value="(\d+)"', client.get(PAGE + query).text)
    return found[1] if found else ""


def test_a_lawyer_confirms_and_it_is_gone(client, warned, boss):
    article, *_ = warned
    answer = confirm(client, article, note="讨论的是2019年的合同")
    assert answer.url == PAGE
    assert views.CONFIRMED.format("林致远律师", 1) in client.get(PAGE).text
    assert str(article) not in titles(client)
    made = Decision.objects.get()
    assert (made.lawyer, made.user, made.note) == ("林致远", boss, "讨论的是2019年的合同")


def test_nobody_confirms_in_the_name_of_another_lawyer(client, warned, boss):
    article, *_ = warned
    other = make_lawyer(name="沈若宁")
    assert "沈若宁" not in client.get(PAGE).text
    confirm(client, article, lawyer=other.pk)
    made = Decision.objects.get()
    assert (made.lawyer, made.user) == ("林致远", boss)


@pytest.mark.parametrize("posted", [False, True])
def test_who_is_no_lawyer_is_told_who_confirms_and_nothing_is_recorded(client, warned, posted):
    article, *_ = warned
    client.force_login(make_member("编辑"))
    foreign = {"lawyer": Lawyer.objects.first().pk, "note": "先放一放"}
    answer = confirm(client, article, **foreign) if posted else client.get(PAGE)
    assert answer.status_code == (422 if posted else 200)
    assert views.NO_LAWYER in answer.text
    assert 'name="chosen"' not in answer.text
    assert ("先放一放" in answer.text) is posted
    assert not Decision.objects.exists()


def test_what_was_typed_and_ticked_stays_when_it_is_refused(client, warned):
    article, *_ = warned
    html = confirm(client, article, note="长" * 301).text
    assert "长" * 301 in html
    assert len(re.findall(r"<input[^>]*name=\"chosen\"[^>]*checked", html)) == 1


def test_nothing_ticked_is_said_so(client, warned):
    answer = confirm(client)
    assert answer.status_code == 422
    assert views.NOTHING_CHOSEN in answer.text


@pytest.mark.parametrize("typed", [{"note": "长" * 301}, {"note": "\x00"}])
def test_bad_input_gets_a_sentence(client, warned, typed):
    answer = confirm(client, *warned, **typed)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "key",
    [
        *("x", "x|y", "|", "articles.article:1", "articles.article:x|y", "auth.user:1|a"),
        *("articles.article:99999999999999999999|y", "长" * 500),
    ],
)
def test_a_forged_key_confirms_nothing(client, warned, key):
    client.post(PAGE, {"chosen": [key]})
    assert not Decision.objects.exists()
    assert Citation.objects.open().count() == 2


def test_what_has_changed_meanwhile_is_not_confirmed(client, warned):
    article, reply, _ = warned
    ticked = [*keys(article), *keys(reply)]
    Article.objects.get(pk=article.pk).delete()
    client.post(PAGE, {"chosen": ticked})
    html = client.get(PAGE).text
    assert "确认保留1条提示" in html
    assert views.MOVED.format(1) in html


def test_the_page_says_in_whose_name_is_confirmed(client, warned):
    assert "记录的确认律师是您本人：林致远律师。" in client.get(PAGE).text


def test_all_warnings_of_one_law_are_confirmed_at_once_on_one_page_too(client, boss):
    contract_law()
    make_article(body="<p>《合同法》第五十二条、第五十四条。</p>")
    assert offered_at_once(client, "?law=合同法") == "2"
    confirm(client, address=f"{PAGE}?law=合同法", everything="2")
    assert not Citation.objects.open().exists()
    assert offered_at_once(client, "?law=合同法") == ""


def test_a_single_warning_is_ticked_by_itself(client, boss):
    contract_law()
    make_article(body="<p>《合同法》第五十二条。</p>")
    assert offered_at_once(client, "?law=合同法") == ""


def test_all_warnings_of_one_law_are_confirmed_over_all_pages(client, boss):
    contract_law()
    for _ in range(23):
        make_article(body=BODY)
    assert len(titles(client, "?law=合同法")) == 20
    assert offered_at_once(client, "?law=合同法") == "46"
    assert offered_at_once(client) == ""
    confirm(client, address=f"{PAGE}?law=合同法", everything="46", note="旧案汇编")
    assert not Citation.objects.open().exists()
    assert Decision.objects.filter(note="旧案汇编").count() == 23


def test_what_was_added_after_the_page_was_drawn_is_not_confirmed_unseen(client, boss):
    contract_law()
    make_article(body="<p>《合同法》第五十二条、第五十四条。</p>")
    answer = confirm(client, address=f"{PAGE}?law=合同法", everything="1")
    assert answer.status_code == 409
    assert views.CHANGED.format(2) in answer.text
    assert not Decision.objects.exists()


@pytest.mark.parametrize("query", ["", f"?law={'长' * 81}", "?kind=articles.article", "?law=%00"])
def test_what_is_not_of_one_law_is_never_confirmed_at_once(client, warned, query):
    answer = confirm(client, address=PAGE + query, everything="2")
    assert answer.status_code == 422
    assert views.NOT_OF_ONE_LAW in answer.text
    assert not Decision.objects.exists()


def test_very_many_are_confirmed_in_parts_and_that_is_said(client, boss, monkeypatch):
    monkeypatch.setattr(views, "AT_A_TIME", 20)
    contract_law()
    for _ in range(23):
        make_article(body=BODY)
    answer = confirm(client, address=f"{PAGE}?law=合同法", everything="46")
    assert views.IN_PARTS.format(20, 3) in client.get(answer.url).text
    assert Decision.objects.count() == 20


def test_texts_are_held_in_one_order_however_they_were_ticked(client, boss):
    contract_law()
    texts = [make_article(body=BODY) for _ in range(12)]
    confirm(client, *texts[5:], *texts[:5])
    made = Decision.objects.order_by("pk").values_list("text", flat=True)
    assert list(made) == [f"articles.article:{text.pk}" for text in texts]


def test_the_record_shows_who_and_what_and_a_confirmation_is_taken_back(client, warned):
    article, *_ = warned
    confirm(client, article, note="旧案")
    html = client.get(HISTORY).text
    for words in (
        Outcome.CONFIRMED.label,
        "合同无效怎么办？",
        "确认律师：林致远",
        "旧案",
        "撤销确认",
    ):
        assert words in html
    client.post(reverse("admin:law_review_take_back", args=[Decision.objects.get().pk]))
    assert str(article) in titles(client)
    html = client.get(HISTORY).text
    assert "/take-back/" not in html
    assert Decision.objects.count() == 2


def test_the_record_of_a_text_that_is_gone_stays_without_a_link(client, warned):
    article, *_ = warned
    confirm(client, article)
    gone = reverse("admin:articles_article_change", args=[article.pk])
    article.delete()
    html = client.get(HISTORY).text
    assert "合同无效怎么办？" in html
    assert gone not in html
    client.post(reverse("admin:law_review_take_back", args=[Decision.objects.get().pk]))
    assert citation_sync.GONE in client.get(HISTORY).text


def test_who_may_not_decide_sees_no_box_and_is_refused(client, warned):
    article, *_ = warned
    client.force_login(make_staff("articles.change_article"))
    assert 'name="chosen"' not in client.get(PAGE).text
    assert confirm(client, article).status_code == 403
    made = citation_sync.confirm(citation=article.citations.first(), lawyer="林致远", user=None)
    back = reverse("admin:law_review_take_back", args=[made.pk])
    assert client.post(back).status_code == 403
    assert "撤销确认</" not in client.get(HISTORY).text


def test_a_warning_of_another_kind_cannot_be_confirmed_by_its_key(client, warned):
    article, reply, _ = warned
    user = make_staff("statutes.add_decision", "consult.view_cannedreply")
    make_lawyer(user=user)
    client.force_login(user)
    confirm(client, article)
    assert article.citations.open().exists()
    confirm(client, reply)
    assert not reply.citations.open().exists()


def test_who_may_decide_confirms_without_the_right_to_change(client, warned):
    article, *_ = warned
    rights = ("articles.view_article", "statutes.view_decision", "statutes.add_decision")
    user = make_staff(*rights)
    make_lawyer(user=user)
    client.force_login(user)
    html = client.get(PAGE).text
    assert reverse("admin:articles_article_change", args=[article.pk]) not in html
    confirm(client, article)
    assert not article.citations.open().exists()


def test_a_confirmation_is_taken_back_by_a_post_alone(client, warned):
    article, *_ = warned
    confirm(client, article)
    back = reverse("admin:law_review_take_back", args=[Decision.objects.get().pk])
    assert client.get(back).status_code == 405
    assert client.post(reverse("admin:law_review_take_back", args=[99])).status_code == 404

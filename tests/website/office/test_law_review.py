"""待复核: what the law has left behind, who sees it, and how a lawyer lets a warning stand."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Citation
from firm.models import Lawyer
from statutes.base import Outcome
from statutes.models import Decision
from statutes.services import citation_sync
from tests.factories import (
    make_article,
    make_canned,
    make_lawyer,
    make_member,
    make_period,
    make_staff,
    make_superuser,
)
from tests.statutes.sample_law import company_law, contract_law, version
from website.office.law_review import views

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:law_review")
HISTORY = reverse("admin:law_review_history")
BODY = "<p>依据《合同法》第五十二条，合同无效；再说一次《合同法》第五十二条。</p>"


@pytest.fixture
def boss(client):
    user = make_superuser()
    make_lawyer(name="林致远", user=user)
    client.force_login(user)
    return user


@pytest.fixture
def warned(boss):
    """An article, a canned reply and a period that cite 合同法."""
    contract_law()
    reply = make_canned(title="无效的合同", text="请看《合同法》第五十二条。")
    period = make_period(value=4, about="国际买卖合同", short_name="合同法", number=129)
    return make_article(title="合同无效怎么办？", body=BODY), reply, period


def keys(text):
    """The values by which the form names the open warnings of a text."""
    name = f"{text._meta.label_lower}:{text.pk}"
    return [f"{name}|{one}" for one in {row.fingerprint for row in text.citations.open()}]


def confirm(client, *texts, address=PAGE, **typed):
    chosen = [key for text in texts for key in keys(text)]
    known = {"chosen": chosen, "note": ""}
    return client.post(address, {**known, **typed})


def titles(client, query=""):
    return [str(entry.text) for entry in client.get(PAGE + query).context["entries"]]


@pytest.mark.engine
def test_the_gravest_comes_first(client, boss):
    company_law(), contract_law(), version("将来法", effective_from=timezone.localdate() +
                                           timedelta(days=9), promulgated=None)  # fmt: skip
    old = timezone.now() - timedelta(days=2000)
    for title, cited in (("灰？", "《某省条例》第三条"), ("蓝？", "《将来法》第三条"),
                         ("黄？", "《公司法》第三条"), ("红？", "《合同法》第三条")):  # fmt: skip
        make_article(title=title, body=f"<p>{cited}。</p>", publish_at=old)
    assert titles(client) == ["红？", "黄？", "蓝？", "灰？"]
    assert titles(client, "?level=amber") == ["黄？"]


def test_the_list_is_narrowed_by_kind_law_and_text(client, warned, django_assert_num_queries):
    other = make_article(title="另一篇？", body="<p>《某省条例》第三条。</p>")
    assert titles(client, "?kind=consult.cannedreply") == ["无效的合同"]
    assert set(titles(client, "?law=合同法")) == {str(text) for text in warned}
    assert titles(client, f"?text=articles.article:{other.pk}") == ["另一篇？"]
    assert titles(client, "?law=没有这部法") == []
    for number in range(4):
        make_canned(title=f"另{number}", text="《合同法》第五十二条。")
    with django_assert_num_queries(16):  # as few for many
        client.get(PAGE)


def test_a_person_sees_what_is_hers_to_mend_or_decide(client, warned):
    decide, reply = "statutes.add_decision", {"无效的合同"}
    for rights, seen in (
        ([], None),
        (["articles.view_article"], None),
        (["articles.change_article"], {"合同无效怎么办？"}),
        (["consult.change_cannedreply"], reply),
        ([decide], None),
        ([decide, "consult.view_cannedreply"], reply),
    ):
        client.force_login(make_staff(*rights))
        answer = client.get(PAGE)
        assert answer.status_code == (403 if seen is None else 200), rights
        assert client.get(HISTORY).status_code == answer.status_code
        if seen:
            assert set(titles(client)) == seen


def offered_at_once(client, query=""):
    """How many warnings the list offers to confirm with one tick; "" when it does not."""
    found = re.search(r'name="everything"\s+value="(\d+)"', client.get(PAGE + query).text)
    return found[1] if found else ""


def test_a_lawyer_confirms_in_the_own_name_alone_and_it_is_gone(client, warned, boss):
    article, *_ = warned
    other = make_lawyer(name="沈若宁")
    page = client.get(PAGE).text
    assert "记录的确认律师是您本人：林致远律师。" in page
    assert "沈若宁" not in page
    answer = confirm(client, article, note="讨论的是2019年的合同", lawyer=other.pk)
    assert answer.url == PAGE
    assert views.CONFIRMED.format("林致远律师", 1) in client.get(PAGE).text
    assert str(article) not in titles(client)
    made = Decision.objects.get()
    assert (made.lawyer, made.user, made.note) == ("林致远", boss, "讨论的是2019年的合同")


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
    answer = confirm(client)
    assert (answer.status_code, views.NOTHING_CHOSEN in answer.text) == (422, True)
    for note in ("长" * 301, "\x00"):
        assert confirm(client, *warned, note=note).status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.engine
def test_neither_forged_keys_nor_nonsense_nor_what_is_not_of_one_law_confirms_anything(
    client, warned
):
    for query in ("kind=x", "level=x", "law=" + "长" * 300, "text=x", "text=a.b:9", "kind=%00"):
        assert client.get(f"{PAGE}?{query}").status_code == 200, query
    for page in ("0", "x", "99", "999999999999"):
        assert client.get(f"{PAGE}?page={page}").status_code == 404, page
    keys = ["x", "x|y", "|", "articles.article:1", "articles.article:x|y", "auth.user:1|a"]
    for key in (*keys, "articles.article:99999999999999999999|y", "长" * 500):
        client.post(PAGE, {"chosen": [key]})
    assert Citation.objects.open().count() == 2
    for query in ("", f"?law={'长' * 81}", "?kind=articles.article", "?law=%00"):
        answer = confirm(client, address=PAGE + query, everything="2")
        assert (answer.status_code, views.NOT_OF_ONE_LAW in answer.text) == (422, True), query
    assert not Decision.objects.exists()


def test_what_has_changed_meanwhile_is_not_confirmed(client, warned):
    article, reply, _ = warned
    ticked = [*keys(article), *keys(reply)]
    Article.objects.get(pk=article.pk).delete()
    client.post(PAGE, {"chosen": ticked})
    html = client.get(PAGE).text
    assert "确认保留1条提示" in html
    assert views.MOVED.format(1) in html


def test_all_warnings_of_one_law_are_confirmed_at_once_and_none_unseen(client, boss):
    contract_law()
    make_article(body="<p>《合同法》第五十二条、第五十四条。</p>")
    answer = confirm(client, address=f"{PAGE}?law=合同法", everything="1")
    assert answer.status_code == 409
    assert views.CHANGED.format(2) in answer.text
    assert not Decision.objects.exists()
    assert offered_at_once(client, "?law=合同法") == "2"
    confirm(client, address=f"{PAGE}?law=合同法", everything="2")
    assert not Citation.objects.open().exists()
    assert offered_at_once(client, "?law=合同法") == ""


def test_very_many_are_confirmed_in_parts_and_that_is_said(client, boss, monkeypatch):
    monkeypatch.setattr(views, "AT_A_TIME", 20)
    contract_law()
    for _ in range(23):
        make_article(body=BODY)
    answer = confirm(client, address=f"{PAGE}?law=合同法", everything="46")
    assert views.IN_PARTS.format(20, 3) in client.get(answer.url).text
    assert Decision.objects.count() == 20


@pytest.mark.engine
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
    told = ("合同无效怎么办？", "确认律师：林致远", "旧案", "撤销确认")
    for words in (Outcome.CONFIRMED.label, *told):
        assert words in html
    back = reverse("admin:law_review_take_back", args=[Decision.objects.get().pk])
    assert client.get(back).status_code == 405
    assert client.post(reverse("admin:law_review_take_back", args=[99])).status_code == 404
    client.post(back)
    assert str(article) in titles(client)
    assert "/take-back/" not in client.get(HISTORY).text
    assert Decision.objects.count() == 2
    confirm(client, article)
    last = Decision.objects.latest("pk").pk
    change = reverse("admin:articles_article_change", args=[article.pk])
    assert change in client.get(HISTORY).text
    article.delete()  # its record stays, without a link
    assert change not in client.get(HISTORY).text
    client.post(reverse("admin:law_review_take_back", args=[last]))
    assert citation_sync.GONE in client.get(HISTORY).text


def test_who_may_decide_confirms_without_the_right_to_change_and_nothing_unseen(client, warned):
    article, reply, _ = warned
    client.force_login(make_staff("articles.change_article"))
    assert 'name="chosen"' not in client.get(PAGE).text
    assert confirm(client, article).status_code == 403
    user = make_staff("statutes.add_decision", "consult.view_cannedreply")
    make_lawyer(user=user)
    client.force_login(user)
    confirm(client, article)
    assert article.citations.open().exists()
    assert reverse("admin:consult_cannedreply_change", args=[reply.pk]) not in client.get(PAGE).text
    confirm(client, reply)
    assert not reply.citations.open().exists()
    client.force_login(make_staff("consult.change_cannedreply"))
    back = reverse("admin:law_review_take_back", args=[Decision.objects.get().pk])
    assert client.post(back).status_code == 403
    assert "撤销确认</" not in client.get(HISTORY).text

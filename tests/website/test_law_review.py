"""待复核: what the law has left behind, who sees it, who confirms it, and the record of that."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Citation
from consult.models import CannedReply
from statutes.models import Decision, LimitationPeriod
from statutes.services import decisions
from tests.factories import make_article, make_lawyer, make_member, make_staff, make_superuser
from tests.statutes.law import company_law, contract_law, version

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:law_review")
HISTORY = reverse("admin:law_review_history")
BODY = "<p>依据《合同法》第五十二条，合同无效；再说一次《合同法》第五十二条。</p>"


@pytest.fixture
def lawyer():
    return make_lawyer(name="林致远")


@pytest.fixture
def boss(client, lawyer):
    user = make_superuser()
    client.force_login(user)
    return user


@pytest.fixture
def warned(boss):
    """An article, a canned reply and a period that cite 合同法."""
    contract_law()
    reply = CannedReply.objects.create(title="无效的合同", text="请看《合同法》第五十二条。")
    period = LimitationPeriod.objects.create(
        length="4年", about="国际买卖合同", short_name="合同法", number=129
    )
    return make_article(title="合同无效怎么办？", body=BODY), reply, period


def keys(text):
    """The values by which the form names the open warnings of a text."""
    name = f"{text._meta.label_lower}:{text.pk}"
    return [f"{name}|{one}" for one in {row.fingerprint for row in text.citations.open()}]


def confirm(client, signed, *texts, address=PAGE, **typed):
    chosen = [key for text in texts for key in keys(text)]
    known = {"chosen": chosen, "lawyer": signed.pk if signed else "", "note": ""}
    return client.post(address, {**known, **typed})


def titles(client, query=""):
    return [str(entry.text) for entry in client.get(PAGE + query).context["entries"]]


def test_every_kind_of_text_is_listed_with_reason_replacement_and_place(client, warned):
    article, reply, period = warned
    html = client.get(PAGE).text
    assert {str(text) for text in warned} == set(titles(client))
    assert "共3处文字，4条提示" in html
    assert "《合同法》已于2021年1月1日废止，由《民法典》第三编 合同取代" in html
    assert "看现行《民法典》" in html
    assert "依据<mark>《合同法》第五十二条</mark>，合同无效" in html
    assert "2处" in html
    assert reverse("admin:articles_article_change", args=[article.pk]) in html
    today = timezone.localdate()
    assert f"{today.year}年{today.month}月{today.day}日起提示" in html


def test_with_nothing_to_review_it_says_so(client, boss):
    assert "没有待复核的文字" in client.get(PAGE).text


def test_the_gravest_comes_first(client, boss):
    company_law(), contract_law(), version("将来法", effective_from=timezone.localdate() +
                                           timedelta(days=9), promulgated=None)  # fmt: skip
    old = timezone.now() - timedelta(days=2000)
    for title, cited in (("灰？", "《某省条例》第三条"), ("蓝？", "《将来法》第三条"),
                         ("黄？", "《公司法》第三条"), ("红？", "《合同法》第三条")):  # fmt: skip
        make_article(title=title, body=f"<p>{cited}。</p>", publish_at=old)
    assert titles(client) == ["红？", "黄？", "蓝？", "灰？"]
    assert titles(client, "?level=amber") == ["黄？"]


def test_the_list_is_narrowed_by_kind_law_and_text(client, warned):
    article, reply, period = warned
    other = make_article(title="另一篇？", body="<p>《某省条例》第三条。</p>")
    assert titles(client, "?kind=consult.cannedreply") == ["无效的合同"]
    assert set(titles(client, "?law=合同法")) == {str(text) for text in warned}
    assert titles(client, f"?text=articles.article:{other.pk}") == ["另一篇？"]
    assert titles(client, "?law=没有这部法") == []


@pytest.mark.parametrize(
    "query", ["?kind=x", "?level=x", "?law=" + "长" * 300, "?text=x", "?text=a.b:9", "?kind=%00"]
)
def test_nonsense_in_the_address_breaks_nothing(client, warned, query):
    assert client.get(PAGE + query).status_code == 200


@pytest.mark.parametrize("page", ["0", "x", "99", "999999999999"])
def test_a_page_that_is_not_there_is_404(client, warned, page):
    assert client.get(f"{PAGE}?page={page}").status_code == 404


def test_a_named_lawyer_confirms_and_it_is_gone(client, warned, lawyer, boss):
    article, *_ = warned
    answer = confirm(client, lawyer, article, note="讨论的是2019年的合同")
    assert answer.url == PAGE
    assert "林致远律师确认保留1条提示" in client.get(PAGE).text
    assert str(article) not in titles(client)
    made = Decision.objects.get()
    assert (made.lawyer, made.user, made.note) == ("林致远", boss, "讨论的是2019年的合同")


def test_without_a_lawyer_nothing_is_recorded_and_what_was_typed_stays(client, warned):
    article, *_ = warned
    answer = confirm(client, None, article, note="先放一放")
    assert answer.status_code == 422
    html = answer.text
    assert "请选择是哪位律师确认的。" in html
    assert "先放一放" in html
    assert len(re.findall(r"<input[^>]*name=\"chosen\"[^>]*checked", html)) == 1
    assert not Decision.objects.exists()


def test_nothing_ticked_is_said_so(client, warned, lawyer):
    answer = confirm(client, lawyer)
    assert answer.status_code == 422
    assert "请先勾选要确认保留的提示。" in answer.text


@pytest.mark.parametrize("typed", [{"note": "长" * 301}, {"note": "\x00"}, {"lawyer": "999999"},
                                   {"lawyer": "x"}])  # fmt: skip
def test_bad_input_gets_a_sentence(client, warned, lawyer, typed):
    answer = confirm(client, lawyer, *warned, **typed)
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    "key",
    [
        *("x", "x|y", "|", "articles.article:1", "articles.article:x|y", "auth.user:1|a"),
        *("articles.article:99999999999999999999|y", "长" * 500),
    ],
)
def test_a_forged_key_confirms_nothing(client, warned, lawyer, key):
    client.post(PAGE, {"chosen": [key], "lawyer": lawyer.pk})
    assert not Decision.objects.exists()
    assert Citation.objects.open().count() == 2


def test_what_has_changed_meanwhile_is_not_confirmed(client, warned, lawyer):
    article, reply, _ = warned
    ticked = [*keys(article), *keys(reply)]
    Article.objects.get(pk=article.pk).delete()
    client.post(PAGE, {"chosen": ticked, "lawyer": lawyer.pk})
    html = client.get(PAGE).text
    assert "确认保留1条提示" in html
    assert "有1条提示在这之前已经变了" in html


def test_the_own_lawyer_of_the_user_is_offered(client, warned, boss, lawyer):
    lawyer.user = boss
    lawyer.save()
    assert f'<option value="{lawyer.pk}" selected>' in client.get(PAGE).text


def test_a_firm_without_lawyers_is_told_where_to_add_one(client):
    client.force_login(make_superuser())
    contract_law()
    CannedReply.objects.create(title="一", text="《合同法》第五十二条。")
    assert "还没有律师，请先在" in client.get(PAGE).text


def test_all_warnings_of_one_law_are_confirmed_over_all_pages(client, boss, lawyer):
    contract_law()
    for _ in range(23):
        make_article(body=BODY)
    assert len(titles(client, "?law=合同法")) == 20
    assert "关于《合同法》的46条提示全部确认" in client.get(f"{PAGE}?law=合同法").text
    assert "全部确认" not in client.get(PAGE).text
    confirm(client, lawyer, address=f"{PAGE}?law=合同法", everything="on", note="旧案汇编")
    assert not Citation.objects.open().exists()
    assert Decision.objects.filter(note="旧案汇编").count() == 23


def test_the_record_shows_who_and_what_and_a_confirmation_is_taken_back(client, warned, lawyer):
    article, *_ = warned
    confirm(client, lawyer, article, note="旧案")
    html = client.get(HISTORY).text
    for words in ("律师确认保留", "合同无效怎么办？", "确认律师：林致远", "旧案", "撤销确认"):
        assert words in html
    client.post(reverse("admin:law_review_take_back", args=[Decision.objects.get().pk]))
    assert str(article) in titles(client)
    html = client.get(HISTORY).text
    assert "/take-back/" not in html
    assert Decision.objects.count() == 2


def test_the_record_of_a_text_that_is_gone_stays_without_a_link(client, warned, lawyer):
    article, *_ = warned
    confirm(client, lawyer, article)
    gone = reverse("admin:articles_article_change", args=[article.pk])
    article.delete()
    html = client.get(HISTORY).text
    assert "合同无效怎么办？" in html
    assert gone not in html
    client.post(reverse("admin:law_review_take_back", args=[Decision.objects.get().pk]))
    assert "这条提示已经变了" in client.get(HISTORY).text


@pytest.mark.parametrize(
    ("rights", "seen"),
    [
        ([], None),
        (["articles.view_article"], None),
        (["articles.change_article"], {"合同无效怎么办？"}),
        (["consult.change_cannedreply"], {"无效的合同"}),
        (["statutes.add_decision"], None),
        (["statutes.add_decision", "consult.view_cannedreply"], {"无效的合同"}),
    ],
)
def test_a_person_sees_what_is_hers_to_mend_or_decide(client, warned, rights, seen):
    client.force_login(make_staff(*rights))
    answer = client.get(PAGE)
    assert answer.status_code == (403 if seen is None else 200)
    assert client.get(HISTORY).status_code == answer.status_code
    if seen:
        assert set(titles(client)) == seen


def test_who_may_not_decide_sees_no_box_and_is_refused(client, warned, lawyer):
    article, *_ = warned
    client.force_login(make_staff("articles.change_article"))
    assert 'name="chosen"' not in client.get(PAGE).text
    assert confirm(client, lawyer, article).status_code == 403
    made = decisions.confirm(citation=article.citations.first(), lawyer="林致远", user=None)
    back = reverse("admin:law_review_take_back", args=[made.pk])
    assert client.post(back).status_code == 403
    assert "撤销确认</" not in client.get(HISTORY).text


def test_a_warning_of_another_kind_cannot_be_confirmed_by_its_key(client, warned, lawyer):
    article, reply, _ = warned
    client.force_login(make_staff("statutes.add_decision", "consult.view_cannedreply"))
    confirm(client, lawyer, article)
    assert article.citations.open().exists()
    confirm(client, lawyer, reply)
    assert not reply.citations.open().exists()


def test_the_lawyer_of_the_house_confirms_without_the_right_to_change(client, warned, lawyer):
    article, *_ = warned
    client.force_login(make_member("律师"))
    html = client.get(PAGE).text
    assert reverse("admin:articles_article_change", args=[article.pk]) not in html
    confirm(client, lawyer, article)
    assert not article.citations.open().exists()


def test_a_confirmation_is_taken_back_by_a_post_alone(client, warned, lawyer):
    article, *_ = warned
    confirm(client, lawyer, article)
    back = reverse("admin:law_review_take_back", args=[Decision.objects.get().pk])
    assert client.get(back).status_code == 405
    assert client.post(reverse("admin:law_review_take_back", args=[99])).status_code == 404


def test_strangers_are_sent_to_the_login(client):
    for address in (PAGE, HISTORY):
        assert "/admin/login/" in client.get(address).url


@pytest.mark.parametrize("number", [1, 15])
def test_it_takes_as_many_queries_for_fifteen_as_for_one(
    client, boss, number, django_assert_num_queries
):
    contract_law()
    for _ in range(number):
        make_article(body=BODY)
        CannedReply.objects.create(title=str(timezone.now()), text="《合同法》第五十二条。")
    client.get(PAGE)
    with django_assert_num_queries(21):
        client.get(PAGE)


def test_the_start_page_leads_to_it(client, warned):
    html = client.get("/admin/").text
    assert re.search(rf'class="desk-tile-bad">\s*<a href="{PAGE}"><strong>3</strong>', html)

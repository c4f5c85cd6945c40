"""The law on the page of an article: what it rests on, what has moved; in plain text too."""

import re
from datetime import date, datetime, time, timedelta
from html import escape

import pytest
from django.utils import timezone

from articles.law import basis, citations, live_check
from articles.law import citations as law_citations
from articles.law.citations import with_law
from articles.models import Citation
from statutes.base import Kind, Level, Reason
from statutes.services import recheck
from tests.factories import make_article, make_lawyer, make_statute, saved
from tests.growth import grows_evenly
from tests.statutes.sample_law import NEW_COMPANY, company_law
from tests.statutes.sample_law import contract_law as sample_contract_law

pytestmark = pytest.mark.django_db
NO_SUCH = "本文写到的《民法典》第1300条，条文序号可能有误"


def the_code(**fields):
    return make_statute(short_name="民法典", article_count=1260, **fields)


def contract_law(code):
    return make_statute(
        short_name="合同法",
        promulgated=date(1999, 3, 15),
        effective_from=date(1999, 10, 1),
        effective_to=date(2021, 1, 1),
        replaced_by=code,
        replaced_part="第三编 合同",
        article_count=428,
    )


def page(client, article):
    return client.get(article.get_absolute_url()).text


def part(html, name):
    """The element of a class, without tags and white space."""
    found = re.search(rf'<(details|aside) class="{name}[ "].*?</\1>', html, re.S)
    return re.sub(r"<[^>]+>|\s", "", found[0]) if found else ""


def article_of(*citations, **fields):
    return make_article(
        body="".join(f"<p>按照{one}，可以解除。</p>" for one in citations), **fields
    )


def noon(day):
    return datetime.combine(day, time(12))


def today():
    day = timezone.localdate()
    return f"{day.year}年{day.month}月{day.day}日"


def test_a_citation_leads_to_the_article_names_its_card_or_leads_to_the_statute(client):
    law = make_statute(texts=["第一条的文字", "第二条的文字"])
    html = page(client, article_of(f"《{law.short_name}》第二条"))
    address = f"{law.get_absolute_url()}2/"
    assert f'<a class="cite" href="{address}" data-statute-card="{address}card/">' in html
    rule = make_statute(short_name="示例规章", kind=Kind.RULE, article_count=9)
    html = page(client, article_of("《示例规章》第三条"))
    assert f'<a class="cite" href="{rule.get_absolute_url()}3/"' in html
    law = make_statute(texts=["第一条的文字", "第二条的文字"])
    html = page(client, article_of(f"《{law.short_name}》第二条之一"))
    assert f'<a class="cite" href="{law.get_absolute_url()}">' in html
    law.articles.create(number=2, sub=1, text="第二条之一的文字")
    html = page(client, article_of(f"《{law.short_name}》第二条之一"))
    assert f'<a class="cite" href="{law.get_absolute_url()}2-1/"' in html
    html = page(client, article_of("《云澜市工资支付条例》第八条"))
    assert 'class="cite"' not in html
    assert part(html, "moved") == ""
    assert "《云澜市工资支付条例》（本站尚未收录" in part(html, "basis")
    html = page(client, make_article())
    assert (part(html, "basis"), part(html, "moved")) == ("", "")


@pytest.mark.parametrize("official", ["", "https://www.court.gov.cn/1.html"])
def test_an_article_whose_text_is_not_here_leads_to_the_official_one(client, official):
    code = the_code(official_url=official)
    html = page(client, article_of("《民法典》第五百六十三条"))
    away = f'href="{official or escape(code.reading_address)}" rel="noopener noreferrer"'
    card = f"{code.get_absolute_url()}563/card/"
    assert f'<a class="cite" {away} data-statute-card="{card}">' in html


def test_excerpts_and_structured_data_stay_plain_and_a_bare_number_is_named(client):
    the_code()
    article = article_of("《民法典》第563条")
    assert "<" not in article.excerpt
    assert 'class="cite"' not in client.get("/articles/feed/").text
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page(client, article))
    assert "cite" not in block[1]
    html = page(client, article_of("《民法典》第577条、第584条"))
    assert html.count(' aria-label="《民法典》第577条">第577条</a>') == 1  # in the list below only
    assert html.count(' aria-label="《民法典》第584条">第584条</a>') == 2
    article = article_of("《民法典》第577条")
    type(article).objects.update(body="<p>新的开头，按照《民法典》第577条，可以解除。</p>")
    html = page(client, article)
    assert 'class="cite"' not in html
    assert "新的开头，按照《民法典》第577条" in html


def test_what_it_rests_on_stands_by_rank_with_each_place_once(client):
    code = the_code()
    make_statute(short_name="民法典解释", kind=Kind.INTERPRETATION)
    article = article_of(
        "《民法典解释》第三条", "《民法典》第584条", "《民法典》第577条", "《民法典》第577条"
    )
    said = part(page(client, article), "basis")
    law, interpretation = said.index("《民法典》"), said.index("《民法典解释》")
    assert law < interpretation
    standing = basis.validity_line(code, article.citing_day)
    assert f"《民法典》（{standing}）第577条、第584条《" in said


def test_a_text_written_before_the_law_changed_and_shown_after_it_is_dated(client):
    company_law()
    written, live = (NEW_COMPANY + timedelta(days) for days in (-30, 5))
    article = article_of("《公司法》第3条", publish_at=timezone.make_aware(noon(live)))
    type(article).objects.update(updated_at=timezone.make_aware(noon(written)))
    recheck.of_lineages(["公司法"])
    assert "本文引用的《公司法》在文章写成之后已经修改" in page(client, article)


@pytest.mark.parametrize("checked", [True, False])
def test_its_standing_is_of_the_day_of_the_check(client, checked):
    the_code()
    lawyer = make_lawyer()
    check = {"checked_on": date(2026, 10, 2), "checked_by": lawyer} if checked else {}
    at = timezone.make_aware(timezone.datetime(2026, 9, 1, 12))
    said = part(page(client, article_of("《民法典》第577条", publish_at=at, **check)), "basis")
    assert ("核对之日（2026年10月2日）" if checked else "写成之日（2026年9月1日）") in said


def test_a_law_revised_since_the_check_is_not_said_to_have_been_to_come(client):
    since = {"promulgated": date(2018, 10, 26), "effective_from": date(2018, 10, 26)}
    make_statute(short_name="公司法", effective_to=date(2024, 7, 1), **since)
    new = make_statute(
        short_name="公司法", promulgated=date(2023, 12, 29), effective_from=date(2024, 7, 1)
    )
    check = {"checked_on": date(2022, 1, 1), "checked_by": make_lawyer()}
    said = part(page(client, article_of("《公司法》第三条", **check)), "basis")
    now = basis.validity_line(new, timezone.localdate())
    assert f"《公司法》（{basis.REVISED_SINCE}{now}）第3条" in said


@pytest.mark.parametrize(
    ("fields", "day", "words"),
    [
        ({}, date(2024, 1, 1), "2021年1月1日起施行，现行有效"),
        ({"effective_from": None}, date(2024, 1, 1), "现行有效"),
        ({"effective_from": date(2099, 1, 1)}, date(2024, 1, 1), "尚未施行，自2099年1月1日起施行"),
        ({}, date(2020, 6, 1), "当时尚未施行；2021年1月1日起施行，现行有效"),
        ({"effective_to": date(2025, 1, 1)}, date(2024, 1, 1), "当时现行有效；已被新版取代"),
        ({"effective_to": date(2022, 1, 1)}, date(2024, 1, 1), "已被新版取代，2022年1月1日起不再"),
        ({"status": "repealed", "effective_to": date(2022, 1, 1)}, date(2024, 1, 1), "已于2022年"),
        ({"status": "repealed"}, date(2024, 1, 1), "已废止"),
    ],
)
def test_standing_is_said_in_words(fields, day, words):
    assert basis.validity_line(make_statute(**fields), day).startswith(words)


def test_a_repealed_law_gets_a_dated_line_that_leads_on(client):
    code = the_code()
    contract_law(code)
    html = page(client, article_of("《合同法》第五十二条"))
    assert part(html, "moved") == (
        f"{today()}提示：本文引用的《合同法》已于2021年1月1日废止"
        "（现行规定见《民法典》第三编合同），这篇文章待律师核对。"
    )
    assert f'<a href="{code.get_absolute_url()}">《民法典》第三编 合同</a>），这篇' in html
    assert "已于2021年1月1日废止，由《民法典》取代" in part(html, "basis")


def test_warnings_stand_in_one_block_by_their_day_until_a_lawyer_confirmed(client):
    contract_law(the_code())
    said = {"title": "《合同法》第5条还有效吗？", "summary": "看《民法典》第1300条。"}
    html = page(client, article_of("《民法典》第577条", **said))
    moved_on = part(html, "moved")
    assert "《合同法》已于2021年1月1日废止" in moved_on
    assert NO_SUCH in moved_on
    assert html.count('class="cite"') == 1
    wrong = ["《合同法》第52条", "《合同法》第54条", "《民法典》第1300条"]
    html = page(client, article_of(*wrong))
    assert not re.search(r"\s。", html)
    said = part(html, "moved")
    assert said.count(today()) == said.count("提示：") == 1
    assert said.count("《合同法》已于") == said.count(NO_SUCH) == said.count("律师") == 1
    article = article_of("《合同法》第52条", "《民法典》第1300条")
    article.citations.filter(number=52).update(found_on=date(2026, 3, 5))
    said = part(page(client, article), "moved")
    assert said.startswith("2026年3月5日提示：本文引用的《合同法》")
    assert f"。{today()}提示：{NO_SUCH}。这篇文章待律师核对。" in said
    article = article_of("《合同法》第五十二条")
    article.citations.update(settled=True)
    assert part(page(client, article), "moved") == ""
    article.citations.update(settled=False)
    assert part(page(client, article), "moved")
    article.body = "<p>按照《民法典》第一百五十三条，合同无效。</p>"
    saved(article)
    assert part(page(client, article), "moved") == ""
    article = article_of("《合同法》第五十二条")
    article.citations.update(found_on=date(2026, 3, 5))
    assert part(page(client, article), "moved").startswith("2026年3月5日提示：")


EDITORS_ALONE = {Reason.MISQUOTED, Reason.UNCHECKED, Reason.COMING}


@pytest.mark.parametrize("reason", [one for one in Reason if one not in EDITORS_ALONE])
def test_every_reason_has_words_for_readers(reason):
    code = the_code()
    article = article_of("《民法典》第577条")
    article.citations.update(level=Level.RED, reason=reason, found_on=date(2026, 3, 5))
    (line,) = basis.alert_lines(law_citations.for_article(article))
    assert "《民法典》" in line.words
    assert line.day == date(2026, 3, 5)
    article.citations.update(statute=None, leads_to=code)
    assert basis.alert_lines(law_citations.for_article(article))[0].instead == code


def test_a_future_law_is_said_to_be_one(client):
    make_statute(short_name="新法典", effective_from=timezone.localdate() + timedelta(days=40))
    assert "《新法典》尚未施行，自" in part(page(client, article_of("《新法典》第三条")), "moved")


def test_of_a_change_to_come_only_who_names_the_new_version_is_told(client):
    soon = timezone.localdate() + timedelta(days=40)
    since = {"promulgated": date(2019, 4, 23), "effective_from": date(2019, 11, 1)}
    old = make_statute(short_name="商标法", effective_to=soon, **since)
    new = {"effective_from": soon, "promulgated": date(2020, 1, 1), "slug": "商标法-新"}
    make_statute(short_name="商标法", **new)
    html = page(client, article_of("新《商标法》第三条"))
    assert "《商标法》新版本尚未施行，自" in part(html, "moved")
    assert f'<a href="{old.get_absolute_url()}">《商标法》</a>' in html
    article = article_of("《商标法》第三条")
    stored = article.citations.get()
    assert (stored.level, stored.reason) == (Level.BLUE, Reason.COMING)
    assert basis.alert_lines(citations.for_article(article)) == []


DAY = date(2026, 11, 27)


@pytest.fixture
def law():
    return make_statute(["一", "二"], short_name="示例条款法")


def test_a_text_is_linked_and_nothing_of_it_becomes_html_or_is_stored(law):
    html = with_law("先看《示例条款法》第二条。\n\n再说。", DAY)
    address = f"{law.get_absolute_url()}2/"
    assert f'<a class="cite" href="{address}" data-statute-card="{address}card/">' in html
    assert html.endswith("<p>再说。</p>")
    assert with_law("一\n二\n\n三", DAY).replace("\n", "") == "<p>一<br>二</p><p>三</p>"
    html = with_law('<script>alert("《示例条款法》第二条")</script> & <b>', DAY)
    assert "<script" not in html
    assert "<b>" not in html
    assert html.count("<a ") == 1
    with_law("《示例条款法》第二条", DAY)
    assert not Citation.objects.exists()


def test_thousands_of_warnings_cost_their_share():
    sample_contract_law()

    def work(size):
        texts = (f"<p>《民法典》第{2000 + at}条{'灯' * 200}</p>" for at in range(size))
        live_check.check(body="".join(texts))

    assert grows_evenly(work, 8_000)

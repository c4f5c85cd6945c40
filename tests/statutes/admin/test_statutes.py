"""The table in the office: who may what, the form of a row, what a change sets going."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from calculators.models import Parameter
from statutes.admin.base import RECHECKED, DayField
from statutes.admin.records import NOT_YET
from statutes.admin.statutes import DIFFERS, ENDED
from statutes.base import Outcome, Status
from statutes.data.rules import TWIN
from statutes.models import (
    Decision,
    PendingRecheck,
    RenamedCrime,
    Statute,
    TableVersion,
    TextSource,
)
from statutes.models.statute import DATABASE
from tests.factories import make_article, make_canned, make_staff, make_statute
from tests.sentences import of_constraint
from tests.statutes.sample_law import contract_law

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")
ADD = reverse("admin:statutes_statute_add")
VERSION = reverse("admin:statutes_tableversion_change", args=[1])
CHECKED = reverse("admin:statutes_table_checked")
MISSING = reverse("admin:statutes_statute_missing")
TYPED = {"name": "中华人民共和国甲法", "short_name": "甲法", "kind": "law", "status": "in_force"}
CITING = "<p>依照《甲法》第三条，可以要求赔偿。</p>"


def change_of(record):
    label = f"{record._meta.app_label}_{record._meta.model_name}"
    return reverse(f"admin:{label}_change", args=[record.pk])


def typed_of(statute, **fields):
    """The form as it stands, with some fields typed anew."""
    names = (
        "name", "short_name", "aliases", "kind", "issuer", "doc_no", "promulgated",
        "effective_from", "effective_to", "status", "replaced_part", "note", "source",
    )  # fmt: skip
    known = {name: getattr(statute, name) or "" for name in names}
    return {**known, "replaced_by": statute.replaced_by_id or "", **fields}


def errors(response):
    return {name: list(words) for name, words in response.context["adminform"].form.errors.items()}


def test_a_row_is_added_with_an_address_of_its_own(editor):
    typed = {**TYPED, "promulgated": "2021年3月1日", "effective_from": "2021/6/1"}
    assert editor.post(ADD, {**typed, "aliases": "甲典；甲规"}).url == LIST
    one = Statute.objects.get()
    assert (one.slug, one.aliases, one.is_own) == ("甲法-2021", "甲典\n甲规", True)
    assert (one.promulgated, one.effective_from) == (date(2021, 3, 1), date(2021, 6, 1))


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"effective_from": "昨天"}, "effective_from", DayField.default_error_messages["invalid"]),
        ({"aliases": "乙典"}, "aliases", "已经是《乙法》"),
        ({"article_count": "0"}, "__all__", of_constraint(Statute, "statutes_count_positive")),
        ({"short_name": "乙法", "promulgated": "2020-5-28", "effective_from": "2021-1-1"},
         "promulgated", TWIN.format("《乙法》（2020年）", "乙法-2020")),
        ({"slug": "a b"}, "slug", ""),
        ({"kind": "nonsense"}, "kind", ""),
    ],
)  # fmt: skip
def test_nonsense_is_told_beside_its_field_and_stays_typed(editor, typed, field, said):
    make_statute(short_name="乙法", aliases="乙典")
    response = editor.post(ADD, {**TYPED, **typed})
    assert list(errors(response)) == [field]
    assert said in errors(response)[field][0]
    name = next(iter(typed))
    assert response.context["adminform"].form[name].value() == typed[name]
    page = BeautifulSoup(response.text, "html.parser")
    assert field == "__all__" or page.select(f"details[open] .field-{field} .errorlist")
    assert Statute.objects.count() == 1


def test_a_newer_version_is_begun_from_the_older_and_ends_it(editor):
    older = make_statute(short_name="甲法", aliases="甲典", issuer="全国人大")
    link = editor.get(change_of(older)).context["newer_version"]
    form = editor.get(link).context["adminform"].form
    begun = [form[name].value() for name in ("short_name", "aliases", "issuer")]
    assert begun == ["甲法", "甲典", "全国人大"]
    typed = {"promulgated": "2024-01-01", "effective_from": "2024-03-01"}
    response = editor.post(ADD, {**TYPED, **typed}, follow=True)
    older.refresh_from_db()
    assert (older.effective_to, older.status) == (date(2024, 3, 1), Status.REVISED)
    assert ENDED.format("甲法（2020）", "2024年3月1日") in response.text
    # The versions lead to each other.
    newer = Statute.objects.get(slug="甲法-2024")
    since = f"，2024-03-01起施行，{Status.IN_FORCE.label}"
    assert (
        f'<a href="{change_of(newer)}">甲法（2024）</a>{since}' in editor.get(change_of(older)).text
    )


def test_after_a_change_of_the_law_it_is_said_how_many_texts_it_reaches(editor):
    statute = make_statute(short_name="甲法")
    for _ in range(2):
        make_article(body=CITING)
    typed = typed_of(statute, effective_to="2024-01-01")
    response = editor.post(change_of(statute), typed, follow=True)
    link = f'<a href="{reverse("admin:law_review")}">待复核</a>'
    assert RECHECKED.format(2, link) in response.text
    assert PendingRecheck.objects.get().short_name == "甲法"


def test_no_change_or_a_new_note_sets_nothing_going_and_the_address_stays(editor):
    statute = make_statute(short_name="甲法")
    make_article(body=CITING)
    assert editor.post(change_of(statute), typed_of(statute)).url == LIST
    statute.refresh_from_db()
    assert statute.is_own is False
    typed = typed_of(statute, note="新的备注", slug="乙法-2020")
    response = editor.post(change_of(statute), typed, follow=True)
    assert "重新核对" not in response.text
    assert not PendingRecheck.objects.exists()
    statute.refresh_from_db()
    assert statute.slug == "甲法-2020"


@pytest.mark.parametrize("number", [1, 3])
def test_the_search_knows_all_names_and_the_list_costs_the_same_for_three_as_for_one(
    editor, number, django_assert_max_num_queries
):
    make_statute(short_name="甲法", aliases="甲典", doc_no="法释〔2020〕25号")
    for _ in range(number):
        make_statute(texts=["一"])
    with django_assert_max_num_queries(15):
        editor.get(LIST)
    for text in ("甲典", "甲法", "法释〔2020〕25号", "中华人民共和国甲法"):
        assert editor.get(LIST, {"q": text}).context["cl"].result_count == 1


def test_whoever_compared_everything_says_so_with_one_button(editor):
    make_statute()
    assert f'method="post" action="{CHECKED}"' in editor.get(VERSION).text
    assert not TableVersion.objects.exists()
    assert editor.get(CHECKED).status_code == 405
    assert editor.post(CHECKED).url == VERSION
    assert TableVersion.objects.get().version == timezone.localdate()
    response = editor.post(VERSION, {"version": timezone.localdate() + timedelta(days=1)})
    assert errors(response) == {"version": [NOT_YET]}
    assert editor.post(VERSION, {"version": "2026/1/2"}).status_code == 302
    assert TableVersion.objects.get().version == date(2026, 1, 2)


def test_an_edited_crime_is_the_firms_own(editor):
    typed = {"old_name": "旧称罪", "new_name": "新称罪", "citation": "规定"}
    crime = RenamedCrime.objects.create(**typed)
    editor.post(change_of(crime), typed)
    crime.refresh_from_db()
    assert not crime.is_own
    editor.post(change_of(crime), {**typed, "since": "2021年3月1日"})
    crime.refresh_from_db()
    assert (crime.is_own, crime.since) == (True, date(2021, 3, 1))


# Limitation periods, held against the law like every citing text

PERIODS = reverse("admin:calculators_parameter_changelist")
PERIOD = {
    **{"value": 4, "unit": "年", "about": "国际买卖合同", "order": 1, "number": 129},
    **{"above": 0, "sub": 0, "clause": 0, "item": 0, "valid_from": "2021-01-01"},
}


def test_a_period_is_counted_told_of_the_law_and_put_right_with_a_record(editor):
    contract_law()
    add = reverse("admin:calculators_parameter_add")
    answer = editor.post(add, {**PERIOD, "number": 0, "short_name": "民法典"})
    assert of_constraint(Parameter, "calculators_article_or_source") in answer.text
    assert not Parameter.objects.exists()
    answer = editor.post(add, {**PERIOD, "short_name": "合同法"}, follow=True)
    assert "引用提示：《合同法》已于2021年1月1日废止" in answer.text
    assert "1处" in editor.get(PERIODS).text
    there = change_of(Parameter.objects.get())
    editor.post(there, {**PERIOD, "number": 594, "short_name": "民法典"})
    made = Decision.objects.get()
    assert (made.outcome, made.quote) == (Outcome.REWRITTEN, "《合同法》第一百二十九条")
    assert "1处" not in editor.get(PERIODS).text


# What the source of a text says, beside what the table says


def sourced(short_name, **fields):
    row = make_statute(short_name=short_name, effective_from=date(2021, 1, 1))
    url = "https://flk.npc.gov.cn/detail?id=1"
    TextSource.objects.create(statute=row, name="国家法律法规数据库", url=url, **fields)
    return row


def test_the_form_and_the_list_tell_the_source_and_where_the_two_differ(editor):
    text = editor.get(change_of(sourced("浮标法", status=Status.IN_FORCE))).text
    assert 'href="https://flk.npc.gov.cn/detail?id=1"' in text
    assert "（所写状态：现行有效）" in text
    assert DIFFERS not in text
    rows = [
        sourced("灯塔法", status=Status.REPEALED),
        sourced("航标法", effective_from=date(2022, 1, 1)),
    ]
    listed = editor.get(f"{LIST}?source=differs").text
    for row in rows:
        assert DIFFERS in editor.get(change_of(row)).text
        assert row.short_name in listed
    assert "浮标法" not in listed


@pytest.mark.parametrize(
    "said",
    [
        {"status": Status.UNCHECKED},
        {"status": ""},
        {"status": Status.FUTURE, "effective_from": date(2021, 1, 1)},
    ],
)
def test_what_says_nothing_or_came_true_meanwhile_is_no_difference(said):
    row = sourced("灯塔法", **said)
    assert not row.text_source.contradicts(row, date(2026, 11, 27))


# What is cited, and the site has no words of


def test_what_is_cited_without_words_is_listed_most_cited_first(client, django_assert_num_queries):
    client.force_login(make_staff(is_superuser=True))
    assert "本站都有原文" in client.get(MISSING).text
    assert f'href="{MISSING}"' in client.get(LIST).text
    there = make_statute(["甲。", "乙。"], short_name="灯塔法")
    url = "https://flk.npc.gov.cn/detail?id=1"
    bare = make_statute(short_name="浮标法", article_count=9, official_url=url)
    make_article(title="浮标怎么办？", body="<p>《浮标法》第三条、第四条，《灯塔法》第一条。</p>")
    make_article(body="<p>《浮标法》第三条，《灯塔法》第九条，《日本国民法》第一条。</p>")
    make_canned(title="航道", text="《航道某办法》第七条，《浮标法》第十条。")
    links = [f'href="{MISSING}"' in client.get(change_of(one)).text for one in (bare, there)]
    assert links == [True, False]
    for more in range(2):
        with django_assert_num_queries(12):
            soup = BeautifulSoup(client.get(MISSING).text, "html.parser")
        rows = [["".join(cell.text.split()) for cell in row("td")] for row in soup("tr")[1:]]
        assert [row[0] for row in rows] == ["3次", *["1次"] * (1 + more)]
        make_article(body="<p>《无人知晓办法》第七条。</p>")
    assert rows[0][1].startswith("中华人民共和国浮标法（2020年）第3条（2次）、第4条")
    assert "浮标怎么办？" in rows[0][2]
    assert [row[2] for row in rows if "不在法规表中，导入后新增第7条" in row[1]][-1] == "航道"
    assert [one["href"] for one in soup.select("tbody td:nth-child(2) a")] == [
        url,
        DATABASE,
        DATABASE,
    ]
    assert soup.find("form", enctype="multipart/form-data")["action"].endswith("/texts/")
    acts = (f"statutes.{act}_statute" for act in ("view", "add", "change"))
    client.force_login(make_staff(*acts))
    shown = client.get(MISSING).text
    assert ("权限不包括文章" in shown, "本站都有原文" in shown) == (True, False)

"""The page of a tool: asked on GET, answered on POST, and what is wrong beside its field."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from calculators import parameters
from calculators.formulas import TOOLS
from calculators.models import ToolUse
from calculators.public import results, uses
from calculators.public.forms import (
    NEEDED,
    NO_DAY,
    NO_NUMBER,
    NO_WHOLE,
    NOT_YET,
    NOTHING,
    TOO_FINE,
    TOO_LARGE,
    TOO_SMALL,
    DayField,
    NumberField,
)  # fmt: skip
from tests.factories import make_area, make_article, make_figure, make_notice, make_settings
from tests.growth import grows_evenly
from tests.statutes.sample_law import version

pytestmark = pytest.mark.django_db
FEE, SEVERANCE, DEADLINE = (f"/tools/{one}/" for one in ("court-fee", "severance", "deadline"))
DIVORCE = {"kind": "divorce", "amount": "50万", "filed": "2026-11-30"}
LEFT = {"why": "agreed", "start": "2008-01-01", "end": "2024-12-31", "wage": "30,000"}
LEAVE = {"year": "2025", "years": "3", "taken": "0", "wage": "8000"}
INJURY = "/tools/personal-injury/"
HURT = {"grade": "10", "tort": "2024-05-01", "age": "30", "decided": "2025-05-01"}
HURT["income"] = "50000"
APPEAL = {"kind": "civil-judgment", "start": "2025-09-16"}
TOWN = "云澜市"


@pytest.fixture(autouse=True)
def shipped():
    parameters.load()


@pytest.mark.parametrize("field", [NumberField(), DayField()])
def test_a_number_or_a_day_of_endless_marks_is_refused_in_no_time(field):
    def refused(size):
        with pytest.raises(ValidationError):
            field.clean("1" + "\u0301\u0316" * size)

    assert grows_evenly(refused, 40_000)


def post(client, address, **facts):
    return client.post(address, facts)


def test_a_post_is_answered_and_stored_nowhere(client):
    answer = post(client, FEE, **DIVORCE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store, private"
    assert "1,550.00至1,800.00元" in answer.text
    assert "500000" not in answer.text
    assert not answer.cookies
    for typed in ("¥500,000元", "0.005亿元", "50.0000万", " ５０ 万"):
        assert "1,550.00至1,800.00元" in post(client, FEE, **{**DIVORCE, "amount": typed}).text
    uses.COUNTER.flush()
    assert list(ToolUse.objects.values_list("tool", "day", "number")) == [
        ("court-fee", timezone.localdate(), 5)
    ]


def test_each_tool_is_asked_on_a_page_that_shows_its_rules(client):
    for name in TOOLS:
        answer = client.get(f"/tools/{name}/")
        assert answer.context["rules"], name
        assert "WebApplication" in answer.text
        assert client.post(f"/tools/{name}/").status_code == 422  # nothing was typed


WRONG = [
    (FEE, DIVORCE, "amount", "-1", TOO_SMALL % {"limit_value": 0}),
    (FEE, DIVORCE, "amount", "100000000000000000000", TOO_LARGE % {"limit_value": 10**12}),
    (FEE, DIVORCE, "amount", "很多", NO_NUMBER),
    (FEE, DIVORCE, "amount", "0.001", TOO_FINE % {"max": 2}),
    ("/tools/annual-leave/", LEAVE, "years", "3.5", NO_WHOLE),
    (FEE, DIVORCE, "amount", "sNaN", NO_NUMBER),
    (FEE, DIVORCE, "amount", "9e999999万", NO_NUMBER),
    (FEE, DIVORCE, "filed", "2026-06-31", NO_DAY),
    (INJURY, HURT, "tort", "2100-01-01", NOT_YET),
    (SEVERANCE, LEFT, "wage", "0", NOTHING),
    (SEVERANCE, LEFT, "wage", "", NEEDED),
    (SEVERANCE, LEFT, "end", "2007-12-31", "离职日期早于入职日期。"),
]


def test_what_is_wrong_stands_beside_its_field_and_the_facts_stay(client):
    for address, known, field, typed, words in WRONG:
        answer = post(client, address, **{**known, field: typed})
        form = answer.context["form"]
        assert answer.status_code == 422
        assert form.errors == {field: [words]}
        assert f'id="id_{field}_error">{words}' in answer.text
        assert f"{form[field].label}：{words}" in answer.text  # and at the top, with a way there
        assert all(form[name].value() == value for name, value in {**known, field: typed}.items())
        assert answer.context["result"] is None


def test_each_line_leads_to_the_article_in_the_version_of_the_day_that_decides(client):
    old = version("民事诉讼法", effective_from=date(2022, 1, 1), effective_to=date(2024, 1, 1),
                  article_count=291)  # fmt: skip
    new = version("民事诉讼法", effective_from=date(2024, 1, 1), article_count=306)
    for year, law in ((2023, old), (2025, new)):
        answer = post(client, DEADLINE, kind="civil-judgment", start=f"{year}-09-16")
        links = re.findall(
            r'class="cite"\s+href="([^"]+)"\s+data-statute-card="([^"]+)"', answer.text
        )
        assert links
        for address, card in links:
            assert address.startswith(law.get_absolute_url())
            assert card == f"{address}card/"


def test_a_figure_that_is_missing_is_asked_for_where_it_is_missing(client):
    answer = post(client, SEVERANCE, **LEFT, region=TOWN)
    assert answer.context["result"].asks == "average"
    assert "2023年度职工月平均工资" in answer.text
    assert answer.context["rules"]
    make_figure(key="region.wage", region=TOWN, about="职工月平均工资", value=12_000,
                valid_from=date(2023, 1, 1), valid_to=date(2024, 1, 1))  # fmt: skip
    answer = post(client, SEVERANCE, **LEFT, region=TOWN)
    assert "510,000.00元" in answer.text
    assert f"{TOWN}2023年度职工月平均工资12,000元，某市统计局" in answer.text
    assert f'<option value="{TOWN}">' in answer.text


def test_what_may_be_left_out_has_its_default_and_a_number_of_people_is_whole(client):
    answer = post(client, FEE, kind="rights", amount="", filed="2026-11-30")
    assert "100.00至500.00元" in answer.text
    rows = {"consumption": "32000", "dependants-0-age": "10", "dependants-0-supporters": "2"}
    for more, total in (({}, 100_000), (rows, 112_800)):
        assert post(client, INJURY, **HURT, **more).context["result"].total == total


def test_a_row_more_is_given_and_nothing_is_judged_yet(client):
    answer = post(client, "/tools/overtime/", more="worked", **{"worked-0-day": "2025-10-01"})
    assert answer.status_code == 200
    assert not answer.context["form"].errors
    assert 'name="worked-1-day"' in answer.text
    assert 'value="2025-10-01"' in answer.text


def test_the_calendar_holds_the_day_two_alarms_and_nothing_of_the_person(client):
    answer = post(client, DEADLINE, **APPEAL, calendar="1")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Cache-Control"] == "no-store, private"
    lines = answer.content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20251009" in lines
    assert [one for one in lines if one.startswith("TRIGGER")] == ["TRIGGER:-P7D", "TRIGGER:-P1D"]
    assert {one for one in lines if one.startswith(("SUMMARY", "DESCR"))} == {
        "SUMMARY:事项到期", "DESCRIPTION:事项到期",
    }  # fmt: skip
    assert "上诉" not in answer.content.decode()


def test_the_result_goes_into_the_consultation_form_as_text(client):
    make_settings(), make_notice(), make_area()
    answer = post(client, FEE, **DIVORCE)
    text = answer.context["text"]
    assert text.startswith("案件受理费：1,550.00至1,800.00元\n")
    assert "《诉讼费用交纳办法》第十三条第（二）项" in text
    assert text in answer.text.replace("&#x27;", "'")
    form = client.post("/consult/begin/", {"question": text})
    assert form.context["form"]["question"].value() == text
    assert "no-store" in form["Cache-Control"]


def test_a_tool_that_the_firm_does_not_show_is_nowhere(client):
    assert 'href="/tools/"' in client.get("/").text
    make_settings(hidden_tools=["court-fee"])
    assert client.get(FEE).status_code == client.post(FEE, DIVORCE).status_code == 404
    assert FEE not in client.get("/tools/").text + client.get("/sitemap-tools-1.xml").text
    make_settings(hidden_tools=list(TOOLS))
    assert client.get("/tools/").status_code == 404
    assert 'href="/tools/"' not in client.get("/").text


def test_articles_and_tools_that_rest_on_the_same_article_of_law_lead_to_each_other(client):
    version("诉讼费用交纳办法", effective_from=date(2007, 4, 1), article_count=56)
    article = make_article(body="<p>依据《诉讼费用交纳办法》第十三条，按件交纳。</p>")
    assert article.get_absolute_url() in client.get(FEE).text
    assert FEE in client.get(article.get_absolute_url()).text
    other = make_article(body="<p>依据《民法典》第五条。</p>")
    assert "/tools/court-fee/" not in client.get(other.get_absolute_url()).text
    labour = make_area(name="劳动", slug="labor")
    assert SEVERANCE in client.get(labour.get_absolute_url()).text


def test_a_page_that_is_asked_is_read_from_the_database_once(
    kept_client, django_assert_max_num_queries
):
    kept_client.get(FEE)
    with django_assert_max_num_queries(4):
        assert "1,550.00" in kept_client.post(FEE, DIVORCE).text


def test_no_fact_is_in_what_an_error_tells(monkeypatch, caplog):
    client = Client(raise_request_exception=False)
    monkeypatch.setattr(results, "as_text", lambda *_: 1 / 0)
    assert post(client, FEE, **{**DIVORCE, "amount": "777777"}).status_code == 500
    assert "777777" not in caplog.text
    assert all("777777" not in repr(one.__dict__.get("request", "")) for one in caplog.records)

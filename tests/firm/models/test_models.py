"""What the database and the forms refuse of lawyers, areas, pages, and how they are told."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from firm.admin.base import _shown
from firm.models import (
    Honour,
    Lawyer,
    Milestone,
    Page,
    PageKind,
    PracticeArea,
    SiteSettings,
    SpecialDay,
    base,
    practice,
)
from firm.site.records import save_page
from firm.templatetags import firm_tags
from firm.templatetags.firm_tags import gist
from tests.factories import (
    make_area,
    make_lawyer,
    make_notice,
    make_settings,
)
from tests.growth import grows_evenly
from tests.sentences import of_constraint

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refused(make):
    """The database refuses, whatever the forms would have said."""
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_an_honour_has_issuer_and_date():
    lawyer = make_lawyer()
    refused(lambda: Honour.objects.create(lawyer=lawyer, title="奖", issuer="", date=date.today()))
    lawyer = make_lawyer()
    refused(lambda: Honour.objects.create(lawyer=lawyer, title="奖", issuer="律协", date=None))
    with pytest.raises(ValidationError) as refusal:
        Honour(lawyer=make_lawyer(), title="优秀律师").full_clean()
    assert {"issuer", "date"} <= set(refusal.value.message_dict)


def test_areas_have_two_levels_and_a_sensitive_one_says_why():
    area = make_area()
    refused(lambda: PracticeArea.objects.filter(pk=area.pk).update(parent=area))
    refused(lambda: make_area(sensitive=True, sensitive_reason=""))
    below = make_area(parent=make_area())
    with pytest.raises(ValidationError, match=practice.TWO_LEVELS):
        PracticeArea(name="第三级", slug="third", parent=below).full_clean()
    above = make_area()
    make_area(parent=above)
    above.parent = make_area()
    with pytest.raises(ValidationError, match=practice.HAS_AREAS_BELOW):
        above.full_clean()


def test_two_lawyers_share_neither_licence_nor_host_name_and_two_holidays_no_day():
    SpecialDay.objects.create(date="2027-05-01")
    refused(lambda: SpecialDay.objects.create(date="2027-05-01", kind="working"))
    licence = make_lawyer().licence_number
    refused(lambda: make_lawyer(licence_number=licence))
    other = Lawyer(name="林", slug="lin", licence_number=licence)
    with pytest.raises(ValidationError, match=of_constraint(Lawyer, "firm_lawyer_licence_once")):
        other.full_clean()
    make_lawyer(licence_number="")
    assert make_lawyer(licence_number="").pk
    make_lawyer(hostname="lin.example.com")
    refused(lambda: make_lawyer(hostname="lin.example.com"))


@pytest.mark.parametrize("number", ["1900120151234567", "19001201512345678x", "一九〇〇"])
def test_a_licence_number_has_17_digits(number):
    with pytest.raises(ValidationError) as refusal:
        Lawyer(name="林", slug="lin", licence_number=number).full_clean()
    assert "licence_number" in refusal.value.message_dict


def test_settings_are_one_row_however_often_they_are_saved_and_keep_their_range():
    row = make_settings(firm_name="另一家")
    row.pk = 2
    row.save()
    assert list(SiteSettings.objects.values_list("pk", "firm_name")) == [(1, "另一家")]
    refused(lambda: SiteSettings.objects.bulk_create([SiteSettings(pk=2)]))
    for days in (29, 1096):
        refused(lambda days=days: SiteSettings.objects.update(retention_days=days))


def test_there_is_one_privacy_notice_and_many_other_pages():
    make_notice()
    second = Page(title="又一份", slug="privacy-2", kind=PageKind.PRIVACY, body="<p>告知</p>")
    refused(second.save)
    with pytest.raises(ValidationError, match=of_constraint(Page, "firm_page_kind_once")):
        second.full_clean()
    for number in range(2):
        save_page(page=Page(title="其他", slug=f"other-{number}", body="<p>正文</p>"))
    assert Page.objects.filter(kind=PageKind.OTHER).count() == 2


def station(lawyer, start, end=None, month=None, **fields):
    known = {"title": "律师", "place": "某律师事务所", **fields}
    return Milestone.objects.create(
        lawyer=lawyer, start_year=start, start_month=month, end_year=end, **known
    )


def test_the_newest_stands_first_with_the_year_in_which_practice_began():
    lawyer = make_lawyer()
    for start, month in ((2010, None), (2016, 3), (2016, 9), (2016, None)):
        station(lawyer, start, month=month)
    starts = [(one.start_year, one.start_month) for one in lawyer.milestones.all()]
    assert starts == [(2016, 9), (2016, 3), (2016, None), (2010, None)]
    lawyer = make_lawyer(practising_since=2012)
    assert lawyer.timeline == []
    station(lawyer, 2016), station(lawyer, 2009, 2010)
    assert [row[0] for row in lawyer.timeline] == ["2016年至今", "2012年", "2009年—2010年"]
    assert lawyer.timeline[1] == ("2012年", "开始执业", "")
    lawyer = make_lawyer(practising_since=2012)
    station(lawyer, 2012)
    assert len(lawyer.timeline) == 1


@pytest.mark.parametrize(
    ("fields", "broken"),
    [
        ({"end": 2009}, "firm_milestone_ends_after_start"),
        ({"month": 13}, "firm_milestone_month"),
        ({"title": ""}, "firm_milestone_has_title"),
    ],
)
def test_nonsense_is_refused_by_the_database_and_said_in_words(fields, broken):
    lawyer = make_lawyer()
    with pytest.raises(IntegrityError), transaction.atomic():
        station(lawyer, 2010, **fields)
    names = {"end": "end_year", "month": "start_month"}
    wrong = Milestone(lawyer=lawyer, start_year=2010, place="甲")
    for name, value in fields.items():
        setattr(wrong, names.get(name, name), value)
    with pytest.raises(ValidationError) as refusal:
        wrong.validate_constraints()
    assert of_constraint(Milestone, broken) in str(refusal.value)


def test_the_profile_tells_them_and_has_no_empty_heading(client):
    lawyer = make_lawyer(practising_since=2012)
    station(lawyer, 2016, month=5, title="合伙人律师", place="青石律师事务所")
    page = client.get(lawyer.get_absolute_url()).content.decode()
    for told in ("执业经历", "2016年5月至今", "合伙人律师", "青石律师事务所", "开始执业"):
        assert told in page
    page = client.get(make_lawyer(practising_since=2012).get_absolute_url()).content.decode()
    for heading in ("执业经历", "教育背景", "荣誉", "简介</h2>"):
        assert heading not in page


def typed(**fields):
    area = PracticeArea(name="示例领域", slug="sample-area", **fields)
    area.clean_fields()
    return area


def refusal(**fields):
    with pytest.raises(ValidationError) as refused:
        typed(**fields)
    return refused.value.message_dict


def test_a_line_is_parted_at_its_first_colon_of_either_width():
    area = typed(steps=" 协商：先谈；结果：写下来 \n\n起诉:到法院\n执行")
    assert [tuple(one) for one in practice.entries(area.steps)] == [
        ("协商", "先谈；结果：写下来"), ("起诉", "到法院"), ("执行", ""),
    ]  # fmt: skip
    assert area.steps == "协商：先谈；结果：写下来\n起诉:到法院\n执行"


@pytest.mark.parametrize("line", ["受理费", "：50元", "受理费："])
def test_a_cost_without_name_or_amount_is_refused(line):
    half = line.strip("：")
    said = refusal(costs=line, facts_checked_on=timezone.localdate())
    assert said == {"costs": [practice.HALF.format(half)]}


@pytest.mark.parametrize("field", practice.PAIRS)
def test_a_cost_or_a_duration_tells_on_which_day_it_was_true(field):
    assert refusal(**{field: "受理费：50元"}) == {"facts_checked_on": [practice.UNDATED]}


def test_nothing_is_checked_tomorrow_and_long_lines_are_refused():
    day = timezone.localdate() + timedelta(days=1)
    assert refusal(facts_checked_on=day) == {"facts_checked_on": [practice.NOT_YET]}
    said = refusal(papers="纸" * 121, steps="\n".join("步" * 21))
    assert said["papers"][0].startswith("“" + "纸" * 20)
    assert said["steps"] == [practice.TOO_MANY.format(practice.MOST, 21)]


def test_the_page_tells_them_as_they_were_typed_and_when_they_were_checked(client):
    make_settings()
    area = make_area(
        costs="受理费：50元", durations="协商：一周", facts_checked_on="2026-11-06",
        steps="协商：先谈", papers="合同\n收据",
    )  # fmt: skip
    html = client.get(area.get_absolute_url()).text
    for told in ("受理费", "50元", "一周", "2026年11月6日核对", "先谈", "<li>收据</li>"):
        assert told in html
    html = client.get(make_area(papers="<b>合同</b>").get_absolute_url()).text
    assert "&lt;b&gt;合同&lt;/b&gt;" in html


DRAWN = {path.stem for path in (Path(__file__).parents[3] / "templates" / "icons").glob("*.svg")}


def test_every_icon_is_drawn():
    assert {*firm_tags.WORDS, firm_tags.UNKNOWN} <= DRAWN


def test_a_gist_ends_with_a_clause():
    text = (
        "离婚怎么提、孩子由谁抚养、抚养费怎么定、财产和债务怎么分，以及立遗嘱、继承遗产和赡养老人。"
    )
    assert gist(text) == "离婚怎么提、孩子由谁抚养、抚养费怎么定、财产和债务怎么分，以及立遗嘱"
    assert gist("短的说明。") == "短的说明"
    assert gist("没有标点" * 20, 10) == "没有标点没有标点……"


def aliases_refused(record):
    with pytest.raises(ValidationError) as refusal:
        record.full_clean()
    return refusal.value.message_dict["aliases"]


def test_commas_of_every_kind_and_lines_part_them():
    area = make_area(aliases="离婚、抚养费，彩礼,离婚\n\n 遗产；遗嘱\r\n")
    area.full_clean()
    assert area.aliases == "离婚\n抚养费\n彩礼\n遗产\n遗嘱"


def test_the_alias_or_name_of_another_record_is_refused_and_the_record_named():
    area = make_area(name="婚姻家庭", aliases="离婚")
    area.full_clean()
    assert area.aliases == "离婚"
    page = Page(title="离婚须知", slug="divorce", body="<p>正文。</p>", aliases="离婚")
    assert aliases_refused(page) == [base.TAKEN.format("离婚", "业务领域", "婚姻家庭")]
    make_lawyer(name="林致远")
    area = make_area(aliases="林致遠")
    assert aliases_refused(area) == [base.TAKEN.format("林致遠", "律师", "林致远")]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("婚", base.TOO_SHORT.format("婚")),
        ("离" * 21, base.TOO_LONG.format("离" * 20)),
        ("\n".join(f"别名{number}" for number in range(31)), base.TOO_MANY.format(31)),
    ],
)
def test_what_is_no_alias_is_refused_with_a_sentence(typed, why):
    assert aliases_refused(make_area(aliases=typed)) == [why]


def test_marks_without_end_in_a_text_cost_its_pages_nothing():
    def shown(size):
        text = "先听完。" + "\u0301\u0316" * size
        assert Lawyer(bio=text).short_bio.startswith("先听完")
        assert Page(body=f"<p>{text}</p>").description.startswith("先听完")
        assert _shown(Lawyer(bio=text), "bio").startswith("先听完")

    assert grows_evenly(shown, 40_000)

"""Tags in the office: the field, the list, merging; the page of an area in the form of the area."""

import pytest
from django.core.exceptions import ValidationError

from articles.admin.area_page import TWICE
from articles.admin.form import TOO_LONG, TOO_MANY, UNSEEN, TagNamesField
from articles.admin.tags import MERGED, TOO_FEW
from articles.models import AreaPeriod, AreaQuestion, Tag
from tests.factories import make_area, make_article, make_period, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = "/admin/articles/tag/"


def tag(name, *articles):
    made = Tag.objects.create(name=name)
    made.articles.add(*articles)
    return made


def test_a_line_is_read_as_names_and_a_tag_that_is_there_keeps_its_spelling():
    tag("LPR")
    for typed, names in {
        "": [],
        " 、，, ": [],
        "工伤认定、停工留薪期": ["工伤认定", "停工留薪期"],
        "工伤,离婚，房产；合同\n": ["工伤", "离婚", "房产", "合同"],
        "#工伤、 工伤 、ＬＰＲ,lpr": ["工伤", "LPR"],
        "民间  借贷": ["民间 借贷"],
        "lpr、房贷": ["LPR", "房贷"],
    }.items():
        assert TagNamesField().clean(typed) == names


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("、".join(f"标签{one}" for one in range(11)), TOO_MANY.format(most=10, number=11)),
        ("长" * 21, TOO_LONG.format(name="长" * 21, number=21)),
        ("工\u202e伤", UNSEEN.format(name="工\u202e伤")),
        ("长" * 500, "400"),
        ("工\x00伤", "空字符"),
    ],
)
def test_a_wrong_line_is_refused_in_chinese(typed, words):
    with pytest.raises(ValidationError) as refused:
        TagNamesField().clean(typed)
    assert words in "".join(refused.value.messages)


def test_a_tag_has_one_name_that_is_not_there_yet(office):
    tag("工 伤")
    for name in ("", "工伤、赔偿", "工 伤 ", "长" * 21, "、"):
        assert office.post(f"{LIST}add/", {"name": name}).status_code == 200
    assert Tag.objects.count() == 1


def merging(client, *tags, **fields):
    keys = [one.pk for one in tags]
    data = {"action": "merge", "_selected_action": keys, **fields}
    return client.post(LIST, data, follow=True).text


def test_merging_asks_first_and_then_moves_the_articles(office):
    both, one = make_article(), make_article()
    kept, other = tag("工伤认定", both), tag("认定工伤", both, one)
    html = merging(office, kept, other)
    assert "不能撤销" in html
    assert "认定工伤（2篇文章）" in html
    assert Tag.objects.count() == 2
    html = merging(office, kept, other, merge="1", kept=kept.pk)
    assert MERGED.format(names="认定工伤", kept="工伤认定", number=1) in html


def test_merging_wants_two_one_of_the_chosen_and_the_right_to_delete(client, office):
    first, second, third = tag("甲"), tag("乙"), tag("丙")
    for wrong in ("", "abc", "99999", third.pk):
        assert "请选择" in merging(office, first, second, merge="1", kept=wrong)
    assert TOO_FEW in merging(office, first)
    client.force_login(make_staff("articles.view_tag", "articles.change_tag"))
    merging(client, first, second, merge="1", kept=first.pk)
    assert Tag.objects.count() == 3


# The page of a practice area


@pytest.fixture
def editor(client):
    rights = ("firm.view_practicearea", "firm.change_practicearea", "articles.view_article")
    client.force_login(make_staff(*rights))
    return client


def send(client, area, **fields):
    known = {"name": area.name, "slug": area.slug, "order": "1", "is_published": "on"}
    return client.post(f"/admin/firm/practicearea/{area.pk}/change/", known | fields)


def form_of(client, area):
    return client.get(f"/admin/firm/practicearea/{area.pk}/change/").context["adminform"].form


def chosen(area):
    return [row.article for row in AreaQuestion.objects.filter(area=area)]


def test_periods_are_ticked_and_unticked_and_a_new_area_takes_them_at_once(editor, client):
    area, first, second = make_area(), make_period(), make_period()
    assert send(editor, area, page_periods=[first.pk, second.pk]).status_code == 302
    assert send(editor, area, page_periods=[second.pk]).status_code == 302
    assert [one.period for one in AreaPeriod.objects.filter(area=area)] == [second]
    assert form_of(editor, area)["page_periods"].value() == [second.pk]
    client.force_login(make_staff("firm.add_practicearea", "firm.change_practicearea"))
    fields = {"name": "新领域", "slug": "new", "order": "1", "page_periods": [first.pk]}
    assert client.post("/admin/firm/practicearea/add/", fields).status_code == 302
    assert AreaPeriod.objects.get(period=first).area.slug == "new"


def test_questions_are_chosen_once_in_an_order_by_number_or_title_and_emptied(editor):
    area, one, other = make_area(), make_article(), make_article()
    assert TWICE in send(editor, area, question_1=one.pk, question_2=one.pk).text
    assert chosen(area) == []
    assert send(editor, area, question_1=other.pk, question_3=one.title).status_code == 302
    assert chosen(area) == [other, one]
    assert form_of(editor, area)["question_2"].value() == f"{one.pk} {one.title}"
    send(editor, area, question_1="", question_2=one.pk)
    assert chosen(area) == [one]
    kept = AreaQuestion.objects.get().pk
    send(editor, area, question_1=f"{one.pk} {one.title}", summary="新的话")
    assert AreaQuestion.objects.get().pk == kept  # other fields leave it as it is

"""The page of a practice area, written in the form of the area."""

import pytest

from articles.admin.area_page import TWICE
from articles.models import AreaPeriod, AreaQuestion
from firm.models import PracticeArea, practice
from tests.factories import make_area, make_article, make_period, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    rights = ("firm.view_practicearea", "firm.change_practicearea", "articles.view_article")
    client.force_login(make_staff(*rights))
    return client


def send(client, area, **fields):
    known = {"name": area.name, "slug": area.slug, "order": "1", "is_published": "on"}
    address = f"/admin/firm/practicearea/{area.pk}/change/"
    return client.post(address, known | fields)


def test_periods_are_ticked_and_unticked(editor):
    area, first, second = make_area(), make_period(), make_period()
    assert send(editor, area, page_periods=[first.pk, second.pk]).status_code == 302
    assert send(editor, area, page_periods=[second.pk]).status_code == 302
    assert [one.period for one in AreaPeriod.objects.filter(area=area)] == [second]
    form = editor.get(f"/admin/firm/practicearea/{area.pk}/change/").context["adminform"].form
    assert form["page_periods"].value() == [second.pk]


def chosen(area):
    return [row.article for row in AreaQuestion.objects.filter(area=area)]


def test_questions_are_chosen_in_an_order_by_number_or_title(editor):
    area, one, other = make_area(), make_article(), make_article()
    assert send(editor, area, question_1=other.pk, question_3=one.title).status_code == 302
    assert chosen(area) == [other, one]
    form = editor.get(f"/admin/firm/practicearea/{area.pk}/change/").context["adminform"].form
    assert form["question_2"].value() == f"{one.pk} {one.title}"


def test_a_question_is_taken_away_by_emptying_its_line(editor):
    area, one, other = make_area(), make_article(), make_article()
    send(editor, area, question_1=one.pk, question_2=other.pk)
    send(editor, area, question_1="", question_2=other.pk)
    assert chosen(area) == [other]


def test_an_article_is_chosen_once(editor):
    area, one = make_area(), make_article()
    answer = send(editor, area, question_1=one.pk, question_2=one.pk)
    assert TWICE in answer.text
    assert chosen(area) == []


def test_other_fields_leave_the_questions_as_they_are(editor):
    area, one = make_area(), make_article()
    send(editor, area, question_1=one.pk)
    kept = AreaQuestion.objects.get().pk
    send(editor, area, question_1=f"{one.pk} {one.title}", summary="新的话")
    assert AreaQuestion.objects.get().pk == kept


def test_a_cost_without_a_day_comes_back_with_what_was_typed(editor):
    area = make_area()
    html = send(editor, area, costs="受理费：50元").text
    assert practice.UNDATED in html
    assert "受理费：50元" in html
    assert not PracticeArea.objects.get().costs


def test_who_may_only_look_changes_nothing(client):
    client.force_login(make_staff("firm.view_practicearea"))
    area, period = make_area(), make_period()
    assert client.get(f"/admin/firm/practicearea/{area.pk}/change/").status_code == 200
    assert send(client, area, page_periods=[period.pk]).status_code == 403
    assert not AreaPeriod.objects.exists()


def test_a_new_area_takes_its_periods_at_once(client):
    client.force_login(make_staff("firm.add_practicearea", "firm.change_practicearea"))
    period = make_period()
    fields = {"name": "新领域", "slug": "new", "order": "1", "page_periods": [period.pk]}
    assert client.post("/admin/firm/practicearea/add/", fields).status_code == 302
    assert AreaPeriod.objects.get().area.slug == "new"

"""Choices among records, numbers of pages, statements that were worked out once."""

from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, IntegerField
from django.http import Http404
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from firm.base import queries
from firm.base.forms import ManyRecordsField, RecordField, is_key
from firm.base.queries import Parameter, joined, prepared
from firm.models import PracticeArea
from tests.factories import make_article

pytestmark = pytest.mark.django_db
WORK, HOME = (
    PracticeArea(pk=1, name="劳动", slug="work"),
    PracticeArea(pk=2, name="家事", slug="home"),
)


class Chooser(forms.Form):
    """One choice, by slug."""

    area = RecordField(known_by="slug", required=False, empty_label="全部")


def chooser(*records, **kwargs):
    form = Chooser(**kwargs)
    form.fields["area"].offer(records)
    return form


def test_a_record_is_chosen_by_its_name_from_what_this_form_offers():
    chosen = [chooser(WORK, HOME, data={"area": name}) for name in ("home", "")]
    assert [form.is_valid() and form.cleaned_data["area"] for form in chosen] == [HOME, None]
    chooser(WORK)
    assert "area" in chooser(data={"area": "work"}).errors
    shown = str(chooser(WORK, HOME, initial={"area": HOME})["area"])
    assert '<option value="home" selected>家事</option>' in shown
    assert '<option value="">全部</option>' in shown


@pytest.mark.parametrize("name", ["1", "none", "\x00", "家事"])
def test_what_is_not_offered_is_refused(name):
    assert "area" in chooser(WORK, data={"area": name}).errors


@pytest.mark.django_db
@pytest.mark.engine
@pytest.mark.parametrize("key", ["9" * 30, "-" + "9" * 25, "x", "\u0663" * 20])
def test_a_key_that_no_record_can_have_is_refused(key):
    field = ManyRecordsField(PracticeArea.objects.all())
    with pytest.raises(ValidationError):
        field.clean([key])


@pytest.mark.parametrize("text", ["", "-1", "1x", "１", "9" * 19, "9" * 5000])
def test_what_no_row_has_as_its_number_is_no_key(text):
    assert not is_key(text)
    assert is_key("7" * 18)


def asked(number):
    return RequestFactory().get("/articles/", {"page": number} if number is not None else {})


WRONG = ["0", "-1", "abc", "1.0", "1e3", "１", "٢", " 2", "01", "+2", "9" * 500, "100000"]
WRONG += ["\x00", "2\n"]


@pytest.mark.parametrize("number", WRONG)
def test_another_spelling_of_a_number_is_no_page(number):
    with pytest.raises(Http404):
        queries.page_of(asked(number), list(range(500)))


def test_a_page_behind_the_last_is_none_but_an_empty_list_has_a_first():
    assert queries.page_of(asked("25"), list(range(500))).number == 25
    with pytest.raises(Http404):
        queries.page_of(asked("26"), list(range(500)))
    assert list(queries.page_of(asked(None), [])) == []
    assert queries.canonical(asked("2"), "/articles/") == "/articles/?page=2"


@pytest.mark.parametrize("number", [None, "", "1"])
def test_the_first_page_needs_no_number_and_has_one_address(number):
    assert queries.page_of(asked(number), [1]).number == 1
    assert queries.canonical(asked(number), "/articles/") == "/articles/"


@given(st.text(max_size=8))
def test_any_text_is_a_page_or_a_404(text):
    try:
        page = queries.page_of(asked(text), list(range(100)), per_page=10)
    except Http404:
        return
    assert text == "" or str(page.number) == text


NOW, PK = Parameter("now", DateTimeField()), Parameter("pk", IntegerField())


@pytest.mark.engine
def test_a_statement_finds_what_the_query_finds_in_its_order_and_limit():
    first, second = make_article(), make_article()
    statement = prepared(Article.objects.published(NOW).filter(pk=PK))
    now = timezone.now()
    for article in (first, second):
        (found,) = statement.records(Article, now=now, pk=article.pk)
        assert (found, found.publish_at) == (article, article.publish_at)
    assert not list(statement.records(Article, now=now - timedelta(days=9), pk=first.pk))


@pytest.mark.engine
def test_each_part_keeps_its_order_and_its_limit():
    articles = [make_article() for _ in range(3)]
    every = Article.objects.filter(pk__gte=PK).values_list("pk")
    statement = joined([every.order_by("-pk")[:1], every.order_by("pk")[:2]])
    first, second, third = (one.pk for one in articles)
    assert statement.rows(pk=first) == [(third,), (first,), (second,)]

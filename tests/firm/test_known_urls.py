"""The tag `{% url %}` of all templates says what Django's own says."""

import pytest
from django.template import Context, Template
from django.urls import NoReverseMatch, reverse


def rendered(text, **values):
    return Template(text).render(Context(values))


def test_addresses_are_those_of_reverse_with_and_without_arguments():
    assert rendered("{% url 'search' %}{% url name %}", name="home") == reverse("search") + "/"
    assert rendered("{% url 'articles:detail' pk %}", pk=7) == "/articles/7/"
    assert rendered("{% url 'search' as here %}-{{ here }}") == f"-{reverse('search')}"


def test_an_unknown_name_is_an_error_unless_it_is_asked_for_by_a_variable():
    assert rendered("{% url 'nowhere' as here %}-{{ here }}") == "-"
    with pytest.raises(NoReverseMatch):
        rendered("{% url 'nowhere' %}")

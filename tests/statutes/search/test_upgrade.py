"""An index that is made beside texts of law says that it is not filled."""

import pytest
from django.core.management import call_command

from statutes.search import indexing as search
from statutes.search.finding import find_in_law
from tests.factories import make_statute

pytestmark = [pytest.mark.ci, pytest.mark.engine, pytest.mark.django_db(transaction=True)]


def there_and_back():
    """By the command, for after it there is more to be told than the migrations do."""
    call_command("migrate", "statutes", "0002", verbosity=0)
    call_command("migrate", verbosity=0)


def test_it_is_whole_when_the_worker_has_filled_it():
    make_statute(["职工应当认定为工伤。"], short_name="工伤保险条例")
    there_and_back()
    assert not search.LAW.is_whole()
    assert search.missing() == 1
    search.fill_missing()
    assert search.LAW.is_whole()
    assert find_in_law("工伤").total == 1


def test_a_site_without_texts_has_nothing_to_fill():
    make_statute(short_name="民法典")
    there_and_back()
    assert search.LAW.is_whole()

"""The database of the sample firm beside that of the other tests."""

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from statutes.models import TableState
from tests.other_database import led_to


def asked():
    """How many queries the number of a model takes: none while it is remembered."""
    with CaptureQueriesContext(connection) as queries:
        ContentType.objects.get_for_model(User)
    return len(queries)


@pytest.mark.django_db(transaction=True)
def test_no_number_of_one_database_is_remembered_in_the_other(sample_copy):
    asked()
    assert asked() == 0
    with led_to(sample_copy[0]):
        assert asked() == 1
    assert asked() == 1


@pytest.mark.django_db(transaction=True)
def test_what_a_flush_leaves_is_a_table_of_statutes_with_a_state():
    call_command("flush", interactive=False, verbosity=0)
    assert TableState.objects.exists()

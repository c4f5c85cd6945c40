"""What pages show of the firm, while somebody changes it."""

import pytest

from firm.models import Lawyer
from tests.factories import make_lawyer

pytestmark = pytest.mark.django_db


def test_a_lawyer_who_was_deleted_since_the_request_began_has_no_page(kept_client):
    lawyer = make_lawyer(slug="lin")
    kept_client.get("/")
    Lawyer.objects.all().delete()
    assert kept_client.get(lawyer.get_absolute_url()).status_code == 404

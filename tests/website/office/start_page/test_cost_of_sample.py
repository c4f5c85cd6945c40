"""A firm that is not open yet, with 上线清单 and a full site: no more queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from firm.models import SiteSettings
from tests.factories import make_member

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.mark.parametrize(
    ("post", "number"), [("咨询主管", 19), ("律师", 12), ("助理", 11), ("编辑", 12)]
)
def test_the_start_page_asks_twenty_times_at_most(sample, kept_client, settings, post, number):
    settings.SAMPLE_SITE = False  # a firm's own site with as much in it
    assert SiteSettings.load().opening_list
    kept_client.force_login(make_member(post))
    kept_client.get("/admin/")
    with CaptureQueriesContext(connection) as asked:
        assert kept_client.get("/admin/").status_code == 200
    assert len(asked) == number

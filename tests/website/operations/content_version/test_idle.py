"""Who has nothing to do raises no version: each one empties the page cache of all processes."""

import pytest

from firm.base.kept import ALL
from tests.content_versions import numbers, raised
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_worker_without_work_raises_no_version(sample):
    assert jobs.run_once()  # the work that is left of the sample
    assert raised(jobs.run_once) == set()


def test_readers_raise_no_version(sample, client):
    before = numbers()
    for address in ("/", "/articles/", "/search/?q=借条", "/consult/", "/statutes/"):
        assert client.get(address).status_code == 200
    assert numbers() == before
    assert set(before) == set(ALL)

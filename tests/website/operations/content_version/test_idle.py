"""Who has nothing to do raises no version: each one empties the page cache of all processes."""

import pytest

from firm.base.caching import ALL
from tests.content_versions import numbers, raised
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def every_job():
    """All of them in the transaction of the test; a worker lets go of its connection between."""
    for job in jobs.JOBS:
        job.run(**({"keep_going": lambda: True} if job.patient else {}))


def test_a_worker_without_work_raises_no_version(sample):
    every_job()  # the work that is left of the sample
    assert raised(every_job) == set()


def test_readers_raise_no_version(sample, client):
    before = numbers()
    for address in ("/", "/articles/", "/search/?q=借条", "/consult/", "/statutes/"):
        assert client.get(address).status_code == 200
    assert numbers() == before
    assert set(before) == set(ALL)

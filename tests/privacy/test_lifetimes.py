"""What docs/privacy.md says is deleted after a time is deleted, and not before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult.files import storage
from outbox.models import Heartbeat
from tests.consult.posting import shift
from tests.factories import make_settings
from tests.privacy import told
from tests.privacy.keeping import FORGOTTEN, KEPT, OF_THE_FIRM, make_everything
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
EARLIER, LATER = 0.9, timedelta(days=1, hours=1)  # 最多晚一天
AS_ABOVE = "同上"


def lines():
    """Each line of the table by its first cell, with how long it says that it is kept."""
    life = None
    for row in told.rows("一、保存什么"):
        until = row["保存到什么时候"]
        life = life if until.startswith((AS_ABOVE, f"长期，{AS_ABOVE}")) else told.span(until)
        yield row["内容"], life


def of(known, name):
    """What is known of a line, by how it begins; None where nothing is."""
    return next((known[one] for one in known if name.startswith(one)), None)


@pytest.fixture
def made(settings, monkeypatch):
    """A site with one of everything, whose worker stays on the connection of the test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    monkeypatch.setattr(jobs, "close_old_connections", lambda: None)
    make_settings(retention_days=180)
    return make_everything()


def test_every_line_of_the_table_is_proved():
    begun = [*FORGOTTEN, *KEPT, *OF_THE_FIRM]
    assert [name for name, _ in lines() if not name.startswith(tuple(begun))] == []
    assert [one for one in begun if not any(name.startswith(one) for name, _ in lines())] == []


def test_each_is_there_for_as_long_as_told_and_gone_a_day_later(made, monkeypatch):
    looks = {}  # what is there, or not, at a time
    for name, life in lines():
        if of(FORGOTTEN, name):
            looks.setdefault(life * EARLIER, []).append((name, True))
            looks.setdefault(life + LATER, []).append((name, False))
    assert sum(map(len, looks.values())) >= 2 * len(FORGOTTEN)
    now = timedelta(0)
    for at in sorted(looks):
        shift(monkeypatch, seconds=(at - now).total_seconds())
        now = at
        Heartbeat.objects.update(seen_at=timezone.now())  # the worker was there meanwhile
        assert jobs.run_once()
        found = [(name, bool(of(FORGOTTEN, name)(made))) for name, _ in looks[at]]
        assert (at, found) == (at, looks[at])


def test_the_proof_the_parties_and_the_accounts_stay(made, monkeypatch):
    shift(monkeypatch, days=1000)
    jobs.run_once()
    assert [name for name, _ in lines() if of(KEPT, name) and not of(KEPT, name)(made)] == []
    assert list(storage.private().listdir("")[1]) == []  # but no file does


def test_the_worker_looks_as_often_as_told():
    known = {job.name: job.every for job in jobs.JOBS}
    assert known["remove parked files"] <= 60
    for name in (
        "erase consultations",
        "forget addresses",
        "clear sessions",
        "forget what is over",
    ):
        assert known[name] <= 60 * 60

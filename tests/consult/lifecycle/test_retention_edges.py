"""What an erasure takes, what it leaves, and what it never touches of others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import EventKind, State
from consult.desk import access
from consult.models import Consultation
from tests.consult.desk.test_assignment import SEND, VIEW, make_answerer
from tests.consult.files.test_attachments import checked, lying
from tests.consult.rows import fresh, put
from tests.factories import make_area, make_consultation, make_lawyer, make_settings, make_staff

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def said(consultation, days):
    """Let the words of a consultation be so many days old."""
    consultation.messages.update(sent_at=timezone.now() - days * DAY)


def test_the_files_of_another_consultation_stay():
    gone, stays = (make_consultation(files=[checked()])[0] for _ in range(2))
    services.erase_now(consultation=gone)
    assert stays.messages.get().attachments.count() == len(lying()) == 1


def test_doubts_mail_dates_and_people_go():
    typed = {"doubts": "提交过快", "email": "wang@example.com"}
    kept, _ = make_consultation(**typed, addressee=make_lawyer())
    put(kept, limitation_on=timezone.localdate())
    kept.shared_with.add(make_staff())
    services.erase_now(consultation=kept)
    found = fresh(kept)
    assert (found.doubts, found.wants_mail, found.shared_with.count()) == ("", False, 0)
    assert (found.limitation_on, found.addressee) == (None, None)


def test_the_same_post_is_not_taken_for_what_was_erased():
    known = {"token": "t", "area": make_area()}
    kept, _ = make_consultation(**known)
    services.erase_now(consultation=kept)
    again, _ = make_consultation(**known)
    assert (again == kept, again.state) == (False, State.NEW)


def test_when_it_ended_and_when_it_was_due_stay_on_record():
    kept, _ = make_consultation()
    closed_at, purge_on = timezone.now() - 9 * DAY, timezone.localdate() - DAY
    put(kept, state=State.CLOSED, closed_at=closed_at, purge_on=purge_on)
    assert lifecycle.purge().erased == [kept.reference]
    assert (fresh(kept).closed_at, fresh(kept).purge_on) == (closed_at, purge_on)


def test_the_newest_word_of_its_own_counts_for_what_waits_in_quarantine():
    make_settings(retention_days=60)
    silent, spoken = (make_consultation(doubts="提交过快")[0] for _ in range(2))
    said(silent, 61), said(spoken, 61)
    services.client_message(consultation=spoken, text="还在吗？", token="c")
    assert [row.pk for row in lifecycle.due()] == [silent.pk]
    day = timezone.localdate(timezone.now() - DAY)
    assert lifecycle.date_of(lifecycle.due().get()) == day


def test_the_day_that_is_set_is_the_day_and_the_oldest_goes_first():
    day, made = timezone.localdate() - 3 * DAY, [make_consultation()[0] for _ in range(3)]
    for age, kept in enumerate(made):
        received = timezone.now() - age * DAY
        closed = {"state": State.CLOSED, "closed_at": timezone.now(), "purge_on": day}
        put(kept, received_at=received, **closed)
    due = list(lifecycle.due())
    assert [row.pk for row in due] == [kept.pk for kept in reversed(made)]
    assert {lifecycle.date_of(row) for row in due} == {day}


def test_one_that_is_no_longer_due_once_it_is_locked_is_passed_over():
    kept, _ = make_consultation()
    asked = []

    def rows():
        asked.append(1)
        found = Consultation.objects.all()
        return found if len(asked) == 1 else found.none()

    done = lifecycle.purge(rows)
    assert (done.erased, done.failed, fresh(kept).state) == ([], [], State.NEW)


def test_who_is_in_charge_stays_so():
    make_settings(assign_by_turn=True)
    kept, _ = make_consultation()
    make_answerer(kept.area)
    boss = make_staff(VIEW, SEND)
    put(kept, assignee=boss)
    found = fresh(kept)
    access.put_in_charge(found)
    assert (fresh(kept).assignee, kept.events.filter(kind=EventKind.ASSIGNED).count()) == (boss, 0)

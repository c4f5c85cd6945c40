"""Appointments: offered, taken once, moved, cancelled, reminded of; never two at one time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone

from consult import lifecycle, services
from consult.base import free_times
from consult.base.enums import EventKind, Way
from consult.base.policy import NotAllowedError
from consult.desk import access
from consult.models import Appointment, Availability, TakenTime
from consult.services import appointments, jobs
from consult.services.appointments import SlotGoneError
from firm.base.service_time import Span, check
from outbox.services import deliver_due
from tests.consult.appointing import DAY, free, make_free, offered
from tests.consult.desk_pages import make_answering
from tests.consult.rows import kinds
from tests.factories import make_settings
from tests.threads import aside, together


@pytest.fixture
def lawyer(db):
    make_settings()
    return make_free()


def test_an_hour_is_offered_only_where_it_fits_is_not_too_near_and_not_on_a_holiday():
    monday = free_times.moment(date(2026, 9, 28), 9 * 60)  # 国庆节 begins on Thursday
    holiday = date(2026, 10, 1)
    week = check("周一 9:00-10:10\n周四 8:58-10:00")
    kind = {"length": 30, "gap": 5, "lead": 15}

    def starts(special=None, holidays=frozenset(), taken=frozenset()):
        found = free_times.free(week, special or {}, holidays, taken, monday, **kind)
        return [f"{timezone.localtime(at):%m-%d %H:%M}" for at in found][:3]

    assert starts() == ["09-28 09:35", "10-01 09:00", "10-05 09:00"], "on the grid"
    assert starts(holidays={holiday})[1] == "10-05 09:00"
    own = {holiday: (Span(600, 630),)}
    assert starts(own, {holiday})[1] == "10-01 10:00", "the lawyer said so"
    assert starts({monday.date(): ()})[0] == "10-01 09:00"
    mark = {monday + timedelta(minutes=60)}
    assert starts(taken=mark)[0] == "10-01 09:00", "whatever the length of what lies there"


def test_taken_moved_and_cancelled_with_a_notice_to_both_each_time(lawyer):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    assert held == appointments.take(consultation=case, starts=times[0]), "sent twice"
    appointments.take(consultation=case, starts=times[1])
    moved = Appointment.objects.get()
    assert moved.ends_at > moved.starts_at == times[1]
    assert free(lawyer)[:2] == [times[0], times[2]]
    for _ in range(2):
        appointments.cancel(consultation=case, is_client=True)
    assert not TakenTime.objects.exists()
    assert free(lawyer)[1] == times[1]
    assert kinds(case)[-3:] == ["meeting_set", "meeting_moved", "meeting_cancelled"]
    deliver_due()
    sent = [one for one in mail.outbox if "约" in one.subject]
    assert sorted(one.to[0] for one in sent) == ["a@example.com"] * 3 + ["lin@example.com"] * 3
    for one in sent:
        said = one.subject + one.body
        assert not any(word in said for word in ("林致远", f"{times[0]:%H:%M}", case.area.name))


def test_what_is_gone_or_was_never_free_is_refused_and_what_was_held_stays(lawyer):
    (case, times, _), (other, *_) = offered(lawyer), offered(lawyer)
    appointments.take(consultation=other, starts=times[0])
    appointments.take(consultation=case, starts=times[1])
    for wrong in (times[0], times[1] + timedelta(minutes=5), timezone.now()):
        with pytest.raises(SlotGoneError):
            appointments.take(consultation=case, starts=wrong)
    assert case.appointments.get().starts_at == times[1]
    Availability.objects.update(length=60)
    assert not set(times[:2]) & set(appointments.free(lawyer)), "no other length overlaps"
    Availability.objects.update(hours="")
    assert not appointments.free(lawyer)
    assert case.appointments.ahead().get().starts_at == times[1], "a new week changes nothing"


def test_from_six_on_the_day_before_only_the_office_changes_it(lawyer, monkeypatch):
    case, times, _ = offered(lawyer)
    held = appointments.take(consultation=case, starts=times[0])
    monkeypatch.setattr(timezone, "now", lambda: held.change_until)
    for act in (
        lambda: appointments.cancel(consultation=case, is_client=True),
        lambda: appointments.take(consultation=case, starts=times[2]),
    ):
        with pytest.raises(NotAllowedError, match="请打电话"):
            act()
    appointments.take(consultation=case, user=lawyer, starts=times[2])
    appointments.cancel(consultation=case, user=lawyer)
    assert not case.appointments.ahead()


def left(case, lawyer):
    lawyer.is_active = False
    lawyer.save()


def handed_over(case, lawyer):
    lawyer.user_permissions.remove(*lawyer.user_permissions.filter(codename=access.SEE_ALL[8:]))
    type(case).objects.update(assignee=make_answering("周明"))


def judged(verdict):
    def change(case, lawyer):
        type(case).objects.update(conflict=verdict, conflict_at=timezone.now())

    return change


@pytest.mark.parametrize(
    "end",
    [
        left,
        handed_over,
        judged("declined"),
        lambda case, lawyer: services.close(consultation=case, user=lawyer),
    ],
)
def test_what_cannot_be_kept_is_cancelled_and_nothing_more_is_offered(lawyer, end):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    assert appointments.cancel_unkept() == 0
    end(case, lawyer)
    case.refresh_from_db()
    assert appointments.offer_to(case) is None
    assert appointments.cancel_unkept() == 1
    assert Appointment.objects.get().cancelled_at
    assert not TakenTime.objects.exists()
    assert kinds(case)[-1] == EventKind.MEETING_CANCELLED


def test_what_an_answer_ends_is_cancelled_once_that_cannot_be_taken_back(lawyer, monkeypatch):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    services.reply(consultation=case, user=lawyer, text="就到这里。", token="end", closes=True)
    assert appointments.cancel_unkept() == 0
    later = timezone.now() + services.UNDO
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert appointments.cancel_unkept() == 1


def test_neither_a_case_closed_while_they_meet_nor_a_conflict_looked_into_calls_one_off(lawyer):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    Appointment.objects.update(starts_at=timezone.now() - timedelta(minutes=5))
    services.close(consultation=case, user=lawyer)
    assert appointments.cancel_unkept() == 0
    case, times, _ = offered(lawyer)
    judged("sealed")(case, lawyer)
    case.refresh_from_db()
    assert appointments.offer_to(case)
    appointments.take(consultation=case, starts=times[0])
    assert appointments.cancel_unkept() == 0
    judged("declined")(case, lawyer)
    assert appointments.cancel_unkept() == 1


def withdraw(case):
    services.withdraw_consent(consultation=case, kind="processing")
    lifecycle.purge()  # which may come sooner than the job that cancels


@pytest.mark.parametrize("end", [lambda case: services.erase_now(consultation=case), withdraw])
def test_erasure_leaves_nothing_and_silence_ends_nothing_that_is_ahead(lawyer, end):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    case.messages.update(sent_at=timezone.now() - jobs.SILENCE - DAY)
    assert not jobs.silent()
    Appointment.objects.update(cancelled_at=timezone.now())
    assert jobs.silent()
    Appointment.objects.update(cancelled_at=None)
    deliver_due()
    mail.outbox.clear()
    end(case)
    assert not any(model.objects.exists() for model in (Appointment, TakenTime))
    deliver_due()
    assert [one.to for one in mail.outbox] == [["lin@example.com"]], "who would wait there"


def test_both_are_reminded_once_on_the_day_before(lawyer, monkeypatch):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    eve, sent = timezone.localtime(times[0]) - DAY, []  # at nine, as the appointment
    for now in (eve - timedelta(hours=1), eve, eve + timedelta(hours=1)):
        monkeypatch.setattr(timezone, "now", lambda now=now: now)
        appointments.remind()
        deliver_due()
        sent.append(sorted(one.to[0] for one in mail.outbox if "明天" in one.subject))
    both = ["a@example.com", "lin@example.com"]
    assert sent == [[], both, both]


def test_a_reminder_that_goes_out_too_late_says_nothing_false(lawyer, monkeypatch):
    case, times, _ = offered(lawyer)
    appointments.take(consultation=case, starts=times[0])
    eve = timezone.localtime(times[0]) - DAY
    monkeypatch.setattr(timezone, "now", lambda: eve)
    appointments.remind()
    monkeypatch.setattr(timezone, "now", lambda: eve + DAY - timedelta(hours=1))
    deliver_due()
    assert not [one for one in mail.outbox if "明天" in one.subject and one.to == ["a@example.com"]]


@pytest.fixture
def many(transactional_db):
    make_settings()
    user = make_free()
    return user, [offered(user) for _ in range(20)]


def outcome(act):
    try:
        return bool(act())
    except SlotGoneError:
        return False


@pytest.mark.engine
def test_of_twenty_at_once_those_whose_time_is_free_get_one_each(many, shared_database):
    _, cases = many
    times = cases[0][1]

    def take(place, case):
        known = {"consultation": case, "starts": times[place % 3]}
        return outcome(lambda: appointments.take(**known))

    rows = enumerate(case for case, *_ in cases)
    got = together(*[lambda pair=pair: take(*pair) for pair in rows])
    assert got.count(True) == 3
    starts = Appointment.objects.order_by("starts_at").values_list("starts_at", flat=True)
    assert aside(lambda: list(starts)) == times


@pytest.mark.engine
def test_times_of_other_lengths_overlap_never_even_where_nobody_looked(many, shared_database):
    """The constraint alone, in place of every look and lock before it."""
    user, cases = many
    first = cases[0][1][0]

    @transaction.atomic
    def put(case, place):
        begins, length = first + timedelta(minutes=15 * (place % 4)), (20, 30, 60)[place % 3]
        held = Appointment(consultation=case, lawyer=user, way=Way.PHONE, starts_at=begins)
        held.ends_at = begins + timedelta(minutes=length)
        appointments._save(
            held, EventKind.MEETING_SET, None, True, free_times.marks(begins, length)
        )
        return True

    acts = [lambda pair=(case[0], n): outcome(lambda: put(*pair)) for n, case in enumerate(cases)]
    got = together(*acts)
    rows = aside(lambda: list(Appointment.objects.order_by("starts_at")))
    assert len(rows) == got.count(True) > 0
    assert all(one.ends_at <= other.starts_at for one, other in pairwise(rows))

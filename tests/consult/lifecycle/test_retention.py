"""What is silent ends, what its date has passed is erased, and nothing else; dry runs tell it."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import State
from consult.management.commands.purge_consultations import LEFT, PASSED_OVER
from consult.models import Consultation, Message
from consult.services import jobs as services_jobs
from tests.consult.files.test_attachments import checked, lying
from tests.consult.rows import fresh, put
from tests.factories import make_area, make_lawyer, make_settings, make_staff
from tests.factories import make_submitted as make_consultation
from website.operations import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def closed(days_left, **fields):
    consultation, _ = make_consultation(name="王小明", phone="13800000000", opponent="对方公司")
    user = make_staff()
    services.add_note(consultation=consultation, user=user, text="备注", token="n")
    services.save_draft(consultation=consultation, user=user, text="草稿")
    services.close(consultation=consultation, user=user)
    date = timezone.localdate() + timedelta(days=days_left)
    Consultation.objects.filter(pk=consultation.pk).update(purge_on=date, **fields)
    return consultation


def silent(days, **fields):
    """A consultation whose last word was said so many days ago."""
    consultation, _ = make_consultation(**fields)
    past = timezone.now() - timedelta(days=days)
    Message.objects.update(sent_at=past, visible_at=past)
    Consultation.objects.update(received_at=past)
    return consultation


def purge(*arguments):
    out, err = StringIO(), StringIO()
    try:
        call_command("purge_consultations", *arguments, stdout=out, stderr=err)
    except SystemExit as ended:
        return ended.code, out.getvalue() + err.getvalue()
    return 0, out.getvalue() + err.getvalue()


def states():
    return sorted(Consultation.objects.values_list("state", flat=True))


def test_the_dry_run_lists_exactly_what_the_run_erases_and_changes_nothing():
    due = {closed(0).reference, closed(-40).reference}
    closed(1), closed(-1, legal_hold=True)
    code, said = purge("--dry-run")
    assert code == 0
    assert set(re.findall("^[0-9A-F]{8}", said, re.M)) == due
    assert states() == ["closed"] * 4
    code, told = purge()
    assert set(re.findall("^[0-9A-F]{8}", told, re.M)) == due
    assert states() == ["closed", "closed", "erased", "erased"]


def test_one_that_cannot_be_erased_stops_no_other_and_is_tried_again(monkeypatch):
    bad, good = closed(0), closed(0)
    erase = lifecycle.erase

    def fail(consultation, kind):
        if consultation.pk == bad.pk:
            raise OSError("storage is away")
        return erase(consultation, kind)

    monkeypatch.setattr(lifecycle, "erase", fail)
    code, said = purge()
    assert (code, LEFT.format(1, bad.reference) in said) == (1, True)
    assert Consultation.objects.get(state="erased") == good
    monkeypatch.undo()
    assert purge()[0] == 0
    assert states() == ["erased", "erased"]


def test_the_job_of_the_worker_fails_when_one_is_left(monkeypatch):
    closed(0)
    monkeypatch.setattr(lifecycle, "erase", lambda *_: 1 / 0)
    with pytest.raises(lifecycle.UnfinishedPurgeError):
        lifecycle.purge_or_complain()
    assert "erase consultations" in {job.name for job in jobs.JOBS}


def test_quarantine_that_nobody_looked_at_goes_after_the_retention_and_not_before():
    make_settings(retention_days=60)
    silent(59, doubts="太快")
    assert lifecycle.purge().erased == []
    silent(61, doubts="太快")  # as the first one is by now
    assert purge()[0] == 0
    assert states() == ["erased"] * 2


def test_an_unanswered_question_is_never_erased_by_itself():
    silent(2000)
    services_jobs.close_silent()
    assert lifecycle.purge().erased == []
    assert states() == ["new"]


def test_after_a_restore_what_had_been_erased_is_erased_again_by_its_reference():
    back, other = closed(100), closed(100)
    held = closed(100, legal_hold=True)
    code, said = purge("--again", back.reference.lower(), held.reference, "00000000")
    assert (code, "已删除1条" in said) == (0, True)
    assert PASSED_OVER.format(f"{held.reference}、00000000") in said
    assert Consultation.objects.get(state="erased") == back
    assert Consultation.objects.get(pk=other.pk).name == "王小明"


def test_an_erasure_is_logged_by_its_reference(monkeypatch, django_capture_on_commit_callbacks):
    lines = []
    monkeypatch.setattr(lifecycle.log, "info", lambda text, *facts: lines.append(text % facts))
    gone = closed(0)
    with django_capture_on_commit_callbacks(execute=True):
        lifecycle.purge()
    assert lines == [f"consultation {gone.reference} erased (purged)"]


DAY = timedelta(days=1)


def said(consultation, days):
    """Let the words of a consultation be so many days old."""
    consultation.messages.update(sent_at=timezone.now() - days * DAY)


def test_doubts_mail_dates_and_people_go_and_the_files_of_another_stay():
    gone, stays = (make_consultation(files=[checked()])[0] for _ in range(2))
    services.erase_now(consultation=gone)
    assert stays.messages.get().attachments.count() == len(lying()) == 1
    typed = {"doubts": "提交过快", "email": "wang@example.com"}
    kept, _ = make_consultation(**typed, addressee=make_lawyer())
    put(kept, limitation_on=timezone.localdate())
    kept.shared_with.add(make_staff())
    services.erase_now(consultation=kept)
    found = fresh(kept)
    assert (found.doubts, found.wants_mail, found.shared_with.count()) == ("", False, 0)
    assert (found.limitation_on, found.addressee) == (None, None)


def test_the_same_post_is_another_one_once_it_was_erased_and_its_dates_stay_on_record():
    known = {"token": "t", "area": make_area()}
    kept, _ = make_consultation(**known)
    services.erase_now(consultation=kept)
    again, _ = make_consultation(**known)
    assert (again == kept, again.state) == (False, State.NEW)
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


def answered(days, **fields):
    consultation, _ = make_consultation()
    services.reply(consultation=consultation, user=make_staff(), text="答复", token="t")
    consultation.messages.update(sent_at=timezone.now() - timedelta(days=days))
    Consultation.objects.filter(pk=consultation.pk).update(**fields)
    return consultation


def test_the_legal_pages_are_told_the_limits_in_their_units(monkeypatch):
    monkeypatch.setattr(services_jobs.legal_pages, "LIMITS", {})
    services_jobs.register()
    sizes = {"largest_mb": 20, "parked_minutes": 30, "receipt_minutes": 10, "idle_minutes": 15}
    assert {**sizes, "session_hours": 12}.items() <= services_jobs.legal_pages.LIMITS.items()


def test_answered_stays_open_while_somebody_writes_and_after_30_silent_days_ends_with_a_date():
    answered(29)
    answered(31, limitation_on=timezone.localdate())
    answered(31, follow_up_on=timezone.localdate())
    assert services_jobs.close_silent() == 0
    assert {one.state for one in Consultation.objects.all()} == {State.ANSWERED}
    make_settings(retention_days=60)
    consultation = answered(31)
    assert services_jobs.close_silent() == 1
    consultation.refresh_from_db()
    assert consultation.purge_on == timezone.localdate() + timedelta(days=60)
    last = consultation.events.last()
    assert (last.kind, last.actor) == ("closed", None)

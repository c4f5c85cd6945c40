"""What its date has passed is erased, and nothing else; the dry run lists what the run erases."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from consult import lifecycle, services
from consult.management.commands.purge_consultations import LEFT, PASSED_OVER
from consult.models import Consultation, Draft, Message, Note
from consult.services import jobs as services_jobs
from tests.factories import make_settings, make_staff
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


def test_everything_of_it_goes_on_its_day_but_what_stays_as_proof():
    gone = closed(0)
    assert lifecycle.purge().erased == [gone.reference]
    assert not any(model.objects.exists() for model in (Message, Note, Draft))
    kept = Consultation.objects.get()
    told = [kept.name, kept.phone, kept.opponent, kept.name_index, kept.tail_index, kept.doubts]
    assert (kept.state, "".join(told)) == ("erased", "")
    assert (kept.received_at, kept.area) == (gone.received_at, gone.area)
    assert kept.consents.count() == 1
    kinds = list(kept.events.values_list("kind", flat=True))
    assert kinds == ["received", "noted", "closed", "purged"]


def test_what_is_open_early_or_held_stays():
    make_consultation()
    closed(1)
    closed(-3, legal_hold=True)
    assert lifecycle.purge().erased == []
    assert Message.objects.count() == 3


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

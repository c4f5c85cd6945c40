"""What an old copy of the database brings back is erased again."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import EventKind, State
from consult.base.policy import NotAllowedError
from consult.files import storage
from consult.files.attachments import NotErasedError
from consult.management.commands import erase_again as command
from consult.models import Consultation, Message
from tests.consult.files.test_attachments import checked, lying
from tests.consult.posting import enter
from tests.factories import make_consultation, make_settings
from website.operations import jobs
from website.operations.backup import restoring
from website.operations.backup.archive import Manifest

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def back():
    """A consultation that was erased once and that an old copy of the database holds again."""
    make_settings()
    consultation, _ = make_consultation(name="王某", files=[checked()])
    lifecycle.write_tombstone(consultation.pk)
    return consultation


def run(*arguments):
    out = StringIO()
    call_command("erase_again", *arguments, stdout=out)
    return out.getvalue()


def test_what_came_back_goes_and_the_others_stay(back):
    other, _ = make_consultation()
    assert lifecycle.erase_again().erased == [back.reference]
    assert (state_of(back), state_of(other)) == (State.ERASED, State.NEW)
    assert Message.objects.get().consultation == other
    assert lying() == []
    assert back.events.last().kind == EventKind.ERASED_AGAIN
    assert lifecycle.erase_again().erased == []


def test_a_restore_ends_with_it(back):
    manifest = Manifest(timezone.now().isoformat(), "sqlite", [], {})
    lines, is_well = restoring._settled(manifest, set(), database_only=False)
    assert (is_well, state_of(back)) == (True, State.ERASED)
    assert restoring.ERASED.format(1) in lines


def test_the_worker_does_it_before_it_sends_anything(back, caplog):
    names = [job.name for job in jobs.JOBS]
    assert names.index("erase again") < names.index("deliver notices")
    (job,) = (job for job in jobs.JOBS if job.name == "erase again")
    job.run()
    assert state_of(back) == State.ERASED
    assert "1 consultations erased again" in caplog.text


def test_one_that_cannot_go_fails_the_job_and_no_other(back, monkeypatch):
    monkeypatch.setattr(lifecycle, "erase", lambda *_: 1 / 0)
    with pytest.raises(lifecycle.UnfinishedPurgeError):
        lifecycle.settle()


def test_the_command_says_what_it_would_do_and_does_it(back, settings):
    told = run("--dry-run")
    assert back.reference in told
    assert command.WOULD.format(1) in told
    assert state_of(back) == State.NEW
    keys, settings.CONSULT_KEYS = settings.CONSULT_KEYS, {"k2": bytes(range(32))}
    assert command.OTHER_KEYS.format(1) in run("--dry-run")
    settings.CONSULT_KEYS = keys
    Consultation.objects.update(legal_hold=True)  # it had been lifted before it was erased
    assert command.DONE.format(1) in run()
    assert state_of(back) == State.ERASED
    assert command.DONE.format(0) in run()
    for name in lifecycle.tombstone_names():
        lifecycle.remove_tombstone(name)
    Consultation.objects.all().delete()
    assert command.NONE in run()


class NoRoom(storage.PrivateFolder):
    """A storage that takes nothing."""

    def _save(self, name, content):
        raise OSError("no room")


class Stuck(storage.PrivateFolder):
    """A storage that lets nothing go."""

    def delete(self, name):
        raise OSError("away")


def change(settings, kind, *names):
    """Let storages be of another kind."""
    backend = {"BACKEND": f"{__name__}.{kind.__name__}"}
    changed = {name: {**settings.STORAGES[name], **backend} for name in names}
    settings.STORAGES = {**settings.STORAGES, **changed}


def state_of(consultation):
    return Consultation.objects.get(pk=consultation.pk).state


@pytest.fixture
def asked():
    make_settings()
    return make_consultation(name="王某", files=[checked()])


def test_each_erasure_leaves_one_without_content_known_to_who_has_the_key(asked, settings):
    storage.tombstones().save("lies-mich.txt", ContentFile(b"x"))  # which is none
    services.erase_now(consultation=asked[0])
    (name,) = lifecycle.tombstone_names()
    assert name.startswith(f"{timezone.localdate():%Y-%m-%d}-k1-")
    for told in (asked[0].pk.hex, str(asked[0].pk), asked[0].reference.lower(), asked[1]):
        assert told not in name
    assert storage.tombstones().open(name).read() == b"\n"
    assert lifecycle.tombstone_marks() & {*lifecycle.tombstone_marks_of(asked[0].pk)}
    assert lifecycle.forget_old_tombstones() == 0
    settings.CONSULT_KEYS = {"k1": bytes(range(32))}
    assert not lifecycle.tombstone_marks() & {*lifecycle.tombstone_marks_of(asked[0].pk)}


def test_without_room_for_it_nothing_is_erased_and_the_client_is_told(client, asked, settings):
    change(settings, NoRoom, "erasures")
    enter(client, asked[1])
    page = client.post("/consult/thread/erase/", {"sure": "on"})
    assert page.status_code == 409
    assert str(lifecycle.NotPutUpError()) in page.text
    assert (state_of(asked[0]), len(lying())) == (State.NEW, 1)
    with pytest.raises(NotAllowedError):
        services.erase_now(consultation=asked[0])
    done = lifecycle.purge(lambda: Consultation.objects.all())
    assert done.failed == [asked[0].reference]


@pytest.mark.parametrize(("away", "left"), [(["private"], 0), (["private", "erasures"], 1)])
def test_what_could_not_be_erased_has_none_that_could_be_taken_down(asked, settings, away, left):
    change(settings, Stuck, *away)
    with pytest.raises(NotErasedError):
        services.erase_now(consultation=asked[0])
    assert state_of(asked[0]) == State.NEW
    assert len(lifecycle.tombstone_names()) == left

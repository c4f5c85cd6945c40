"""A tombstone says that something was erased, and nothing else."""

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from consult import lifecycle, services
from consult.base.enums import State
from consult.base.policy import NotAllowedError
from consult.files import storage
from consult.files.attachments import NotErasedError
from consult.models import Consultation
from tests.consult.files.test_attachments import checked, lying
from tests.consult.posting import enter
from tests.factories import make_consultation, make_settings

pytestmark = pytest.mark.django_db


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

"""An hour of hostile uploads, from few addresses and from many: the disk stays bounded.

The clock is turned instead of waited for, quotas and files are a thousandth of the real ones. In
between, people with a proof of work and five photographs send theirs.
"""

import os
from itertools import count

import pytest
from django.test import Client

from consult.files import attachments, storage
from consult.models import Attachment, Consultation, Message, ParkedFile
from consult.spam import upload_quota
from tests import stages
from tests.consult.files.test_attachments import lying
from tests.consult.posting import FORM, THREAD, code_of, enter, good_post, shift, solved, token
from tests.consult.sample_files import pdf, upload
from tests.factories import make_area, make_notice
from tests.firm.pictures import picture

pytestmark = pytest.mark.django_db
KIB = 1024
LARGE = pdf(b"0" * 10 * KIB)  # five of them are half of what an address has in an hour
ADDRESS, UNPROVED, TOTAL = 200, 1000, 5000  # KiB: a thousandth of the defaults
POSTS = 24  # in an hour, of 50 KiB each: more than finds room without a proof
numbers = count(1)

ORIGINS = {
    "one address": lambda n: "198.51.100.7",
    "one household": lambda n: f"2001:db8:1:2::{n:x}",
    "one site": lambda n: f"2001:db8:1:{n:x}::1",
    "many addresses": lambda n: f"198.18.{n // 250}.{n % 250 + 1}",
}


@pytest.fixture(autouse=True)
def _small(settings, monkeypatch):
    settings.UPLOADS_PER_ADDRESS_MB = ADDRESS / KIB
    settings.UPLOADS_UNPROVED_MB = UNPROVED / KIB
    settings.UPLOADS_TOTAL_MB = TOTAL / KIB
    monkeypatch.setattr(upload_quota, "ALL_PARKED", 512)
    monkeypatch.setattr(upload_quota, "ONE_CONSULTATION", 400)
    monkeypatch.setattr(storage.os, "fsync", lambda handle: None)  # no power cut is expected


@pytest.fixture
def form():
    """The part of the form that all have in common."""
    return good_post(area=make_area().pk, notice=make_notice().pk)


def written(form, **more):
    """A post like no other."""
    number = next(numbers)
    said = "".join(chr(0x4E00 + (number * 40 + place) % 20000) for place in range(40))
    return {**form, "token": token(random=f"{number:032}"), "question": said, **more}


def send(address, fields, content=LARGE):
    client = Client(REMOTE_ADDR=address)
    files = [upload(content, f"{place}.pdf") for place in range(5)]
    return client, client.post(FORM, {**fields, "files": files})


def flood(form, origin, monkeypatch, **more):
    """Posts over an hour, and an honest one after each sixth."""
    for number in range(POSTS):
        made = {name: value() if callable(value) else value for name, value in more.items()}
        send(ORIGINS[origin](number), written(form, **made))
        shift(monkeypatch, seconds=140)
        if number % 6 == 5:
            fields = written(form, proof=solved(), name="王女士")
            client, _ = send(f"203.0.113.{number}", fields, picture(form="JPEG"))
            assert "未能接收" not in enter(client, code_of(client), follow=True).text


def bytes_lying():
    return sum(os.path.getsize(path) for path in lying())


def honest_bytes():
    """What the honest ones brought; all of it is there."""
    asked = [one.pk for one in Consultation.objects.all() if one.name == "王女士"]
    files = Attachment.objects.filter(message__consultation__in=asked)
    assert (len(asked), files.count()) == (4, 20)
    return sum(file.size for file in files)


WAYS = {"nothing": {}, "a proof": {"proof": solved}, "a decoy": {"website": "x"}}
MOST = {"one address": ADDRESS, "one household": ADDRESS, "one site": 4 * ADDRESS}
CASES = [("many addresses", "nothing")]
CASES += [(origin, way) for origin in ORIGINS for way in WAYS if (origin, way) not in CASES]


@pytest.mark.parametrize(("origin", "way"), stages.rest_in_ci(CASES, first=1))
def test_an_hour_of_uploads_stays_under_the_quota_and_honest_ones_pass(
    form, origin, way, monkeypatch
):
    flood(form, origin, monkeypatch, **WAYS[way])
    theirs = honest_bytes()
    most = MOST.get(origin, TOTAL if way == "a proof" else UNPROVED)
    assert bytes_lying() - theirs <= most * KIB * 1.01, "sealed they are a little longer"
    assert bytes_lying() > 40 * KIB, "the attack was one"
    texts = Message.objects.filter(files_refused=5).count()
    assert texts + Attachment.objects.values("message").distinct().count() == POSTS + 4


@pytest.mark.ci
@pytest.mark.parametrize("origin", ["one address", "many addresses"])
def test_an_hour_of_refused_forms_stays_under_it_too_and_is_cleared(
    form, origin, monkeypatch, django_capture_on_commit_callbacks
):
    flood(form, origin, monkeypatch, phone="12")
    theirs = honest_bytes()
    assert 40 * KIB < bytes_lying() - theirs <= 512 * KIB * 1.01
    send("198.51.100.99", written(form, phone="12"))  # one that came just now
    shift(monkeypatch, minutes=29)
    with django_capture_on_commit_callbacks(execute=True):
        attachments.remove_expired()
    assert ParkedFile.objects.count() <= 5
    assert bytes_lying() - theirs <= 60 * KIB


@pytest.mark.ci
def test_who_has_a_code_of_their_own_fills_it_no_further(form, monkeypatch):
    client, _ = send("198.51.100.7", written(form))
    enter(client, code_of(client))
    for number in range(POSTS):
        files = [upload(LARGE, f"{place}.pdf") for place in range(5)]
        said = {
            "action": "message",
            "text": f"补充{number}",
            "token": token(random=f"{number:032}"),
        }
        client.post(THREAD, {**said, "files": files})
        shift(monkeypatch, minutes=6)
    assert bytes_lying() <= ADDRESS * KIB * 1.01
    assert Message.objects.count() == POSTS + 1


@pytest.mark.ci
def test_what_lies_there_unseen_stops_growing_after_days(form, monkeypatch):
    for number in range(30):
        send(ORIGINS["many addresses"](number), written(form))
        shift(monkeypatch, hours=6)
    assert bytes_lying() <= UNPROVED * KIB * 1.01
    assert Consultation.objects.count() == 30

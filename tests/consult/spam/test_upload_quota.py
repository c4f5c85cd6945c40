"""The quotas of uploads: who finds room for how much, and none of it twice."""

import uuid

import pytest
from django.db.models import Sum
from django.test import Client

from consult import services
from consult.files import attachments
from consult.models import Attachment, Consultation, ParkedFile
from consult.spam import rate_limit, upload_quota
from consult.spam.upload_quota import MEGABYTE, UNPROVED, Coming
from tests.consult.files.test_attachments import checked
from tests.consult.posting import FORM, good_post, shift, token
from tests.consult.sample_files import upload
from tests.factories import make_consultation, make_superuser
from tests.threads import aside, together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MB = 1024 * 1024


@pytest.fixture(autouse=True)
def _small(settings):
    """An hour takes 20 MB of one address, without a proof all together find room for 60 MB."""
    settings.UPLOADS_PER_ADDRESS_MB = 40
    settings.UPLOADS_UNPROVED_MB = 60
    settings.UPLOADS_TOTAL_MB = 100


def ask(megabytes=20, address="198.51.100.1", **more):
    """A post of that size from an address."""
    size = megabytes * MB
    known = {"key": uuid.uuid4().hex, "size": size, "new": size, "proved": False}
    return upload_quota.admit(Coming(address=address, **{**known, **more}))


def addresses(number):
    return [f"198.51.100.{last}" for last in range(1, number + 1)]


def lying(megabytes, consultation=None, **fields):
    """An attachment of a client that lies there, by its row."""
    consultation = consultation or make_consultation(**fields)[0]
    known = {"name": "x", "kind": "txt", "key_id": "k", "scan": "not_needed"}
    message = consultation.messages.first()
    size, stored_as = megabytes * MB, uuid.uuid4().hex
    return Attachment.objects.create(message=message, size=size, stored_as=stored_as, **known)


def test_an_address_has_half_of_its_day_in_an_hour_and_then_the_other(monkeypatch):
    assert [ask(), ask(1)] == [True, False]
    shift(monkeypatch, minutes=61)
    assert [ask(), ask(1)] == [True, False]
    shift(monkeypatch, minutes=61)
    assert not ask(1), "its day is used up"
    shift(monkeypatch, hours=23)
    assert ask()


def test_what_was_refused_uses_up_nothing():
    assert [ask(21), ask(20)] == [False, True]
    assert not upload_quota.used_up(), "nor is it news: one address alone"


def test_a_household_is_one_address_and_its_site_is_four(settings):
    settings.UPLOADS_TOTAL_MB = 1000
    house = [ask(10, f"2001:db8:1:2::{n}", proved=True) for n in range(3)]
    assert house == [True, True, False]
    site = [ask(20, f"2001:db8:1:{n}::1", proved=True) for n in range(10, 14)]
    assert site == [True, True, True, False], "with the first household"
    assert ask(20, "2001:db8:2:1::1", proved=True)


def test_posts_without_a_proof_leave_room_for_those_with_one():
    assert [ask(address=one) for one in addresses(4)] == [True, True, True, False]
    proved = [ask(address=f"203.0.113.{n}", proved=True) for n in range(3)]
    assert proved == [True, True, False]


def test_what_nobody_has_looked_at_counts_on_the_next_day_as_well(monkeypatch):
    lying(50)
    shift(monkeypatch, days=30)
    assert [ask(20), ask(10)] == [False, True]


def test_what_a_lawyer_has_opened_counts_no_more_but_in_quarantine():
    file = lying(60, doubts="x")
    services.record_opening(consultation=file.message.consultation, user=make_superuser())
    assert not ask()
    services.release(consultation=file.message.consultation, user=make_superuser())
    assert ask()


def test_a_consultation_has_a_bound_in_its_life(monkeypatch):
    monkeypatch.setattr(upload_quota, "ONE_CONSULTATION", 30 * MEGABYTE)
    consultation = make_consultation()[0]
    assert ask(20, consultation=consultation)
    assert not ask(11, "198.51.100.2", consultation=consultation), "the first is on its way"
    lying(20, consultation)
    shift(monkeypatch, days=2)
    services.record_opening(consultation=consultation, user=make_superuser())
    assert [ask(11, consultation=consultation), ask(10, consultation=consultation)] == [False, True]


def test_the_same_post_sent_twice_counts_once_and_is_told_the_same():
    assert [ask(key="a"), ask(key="a"), ask(1, key="b"), ask(1, key="b")] == [True] * 2 + [
        False
    ] * 2
    upload_quota.settle("a")
    assert ask(key="a")


def test_what_is_on_its_way_counts_until_it_is_stored_and_not_for_ever(settings, monkeypatch):
    settings.UPLOADS_TOTAL_MB = 10_000
    assert all(ask(address=one, key=one) for one in addresses(3))
    shift(monkeypatch, hours=25)
    assert all(ask(address=one) for one in addresses(3)), "a crash leaves nothing counted"


def test_a_full_pot_is_told_with_its_setting_and_since_when(monkeypatch, caplog):
    lying(60)
    assert [ask(), ask(1)] == [False, False]
    (told,) = upload_quota.used_up()
    told.pop("since")
    assert told == {"setting": UNPROVED, "most": 60, "posts": 2, "unopened": 60}
    assert caplog.text.count(UNPROVED) == 1
    shift(monkeypatch, hours=25)
    assert not upload_quota.used_up()


def test_parked_files_count_for_their_address_and_together_have_a_bound(monkeypatch):
    with upload_quota.parking("198.51.100.1", 15 * MB) as has_room:
        assert has_room
    assert [ask(6), ask(5)] == [False, True]
    monkeypatch.setattr(upload_quota, "ALL_PARKED", 20 * MEGABYTE)
    with upload_quota.parking("a", 15 * MB) as one, upload_quota.parking("b", 6 * MB) as other:
        assert (one, other) == (True, False), "what is being written counts"
    attachments.park("f" * 32, checked())
    with upload_quota.parking("c", 20 * MB) as has_room:
        assert not has_room


SIZE = 300_000  # bytes of one file
LETTERS = "工资条的一行".encode() * (SIZE // 18)


@pytest.fixture
def posts(transactional_db, settings, shared_database):
    """Six posts with a file each, from addresses of their own, and room for three."""
    settings.UPLOADS_UNPROVED_MB = 1
    fields = aside(good_post)
    return [
        {**fields, "token": token(random=f"{n:032}"), "question": str(n) * 30} for n in range(6)
    ]


def sending(number, fields):
    client = Client(REMOTE_ADDR=f"198.51.100.{number}")
    return lambda: client.post(FORM, {**fields, "files": [upload(LETTERS, "工资.txt")]}).status_code


def stored():
    return aside(lambda: (Consultation.objects.count(), Attachment.objects.count()))


def test_texts_are_all_taken_and_files_as_many_as_fit(posts):
    """What is just being written counts twice for a moment; when all is quiet the rest fits."""
    *rush, late, last = enumerate(posts)
    assert together(*[sending(*post) for post in rush]) == [302] * 4
    assert stored() in {(4, 1), (4, 2), (4, 3)}
    assert [aside(sending(*post)) for post in (late, last)] == [302] * 2
    assert stored() == (6, 3)
    assert aside(lambda: Attachment.objects.aggregate(all=Sum("size"))["all"]) <= MB


def test_of_refused_forms_no_more_is_parked_than_fits(posts, monkeypatch):
    monkeypatch.setattr(upload_quota, "ALL_PARKED", 1024)
    wrong = [{**post, "phone": "12"} for post in posts]
    assert together(*[sending(*post) for post in enumerate(wrong)]) == [422] * 6
    assert aside(lambda: ParkedFile.objects.count()) in {1, 2, 3}, "what is written counts twice"


def test_the_same_post_at_one_moment_is_told_the_same_and_counts_once(shared_database, settings):
    settings.UPLOADS_PER_ADDRESS_MB = 40
    post = Coming("k", "198.51.100.1", 20 * MB, 20 * MB, proved=True)
    assert together(*[lambda: upload_quota.admit(post)] * 4) == [True] * 4


def test_asking_tidying_and_parking_at_once_never_fail(shared_database):
    def ask(number):
        return upload_quota.admit(Coming(str(number), "198.51.100.1", MB, MB, proved=False))

    def park(_):
        with upload_quota.parking("198.51.100.1", MB) as has_room:
            return has_room

    acts = [ask, park, lambda _: rate_limit.forget_old(), lambda _: upload_quota.settle("1")]
    together(*[lambda act=act, n=n: act(n) for n, act in enumerate(acts * 3)])

"""Many uploads at one moment find together no more room than there is."""

import pytest
from django.db.models import Sum
from django.test import Client

from consult.models import Attachment, Consultation, ParkedFile
from consult.spam import rate_limit, upload_quota
from consult.spam.upload_quota import Coming
from tests.consult.posting import FORM, good_post, token
from tests.consult.sample_files import upload
from tests.threads import aside, together

pytestmark = pytest.mark.engine
MB = 1024 * 1024
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

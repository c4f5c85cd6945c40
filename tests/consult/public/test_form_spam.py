"""What a machine gives away, and bounds on posts: stored apart, told why, the same receipt."""

from dataclasses import replace

import pytest
from django.db import transaction

from consult import services
from consult.base.enums import State
from consult.base.policy import TOO_OFTEN
from consult.models import Consultation, Throttle
from consult.spam import rate_limit, score
from consult.spam.score import Reason, Verdict
from outbox.models import Notice
from tests.consult import sample_files
from tests.consult.posting import FORM, RECEIPT, code_of, enter, good_post, shift, solved, token
from tests.factories import make_area, make_settings, make_staff
from tests.threads import together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SUSPECT = [
    ({"website": "http://example.com"}, Reason.DECOY),
    ({"token": lambda: token(age=1)}, Reason.TOO_FAST),
    ({"token": lambda: token(age=-3600)}, Reason.TOO_FAST),
    ({"token": None}, Reason.UNSIGNED),
    ({"token": "forged:token:x"}, Reason.UNSIGNED),
    ({"token": "\x00字\ufffd"}, Reason.UNSIGNED),
    ({"token": "x" * 100_000}, Reason.UNSIGNED),
    ({"website": "\x00", "token": lambda: token(age=0)}, f"{Reason.DECOY}、{Reason.TOO_FAST}"),
    ({"token": lambda: token(age=5)}, Reason.TOO_FAST),
    ({"token": lambda: token(age=2), "proof": solved}, Reason.TOO_FAST),
    ({"proof": "forged"}, Verdict.WRONG.label),
    ({"question": "公司欠我工资，请看 https://example.com/a 怎么办"}, Reason.LINKS),
    ({"question": "看 http://a.cn www.b.cn http://c.cn [url=d]", "proof": solved}, Reason.LINKS),
    ({"name": "www.example.com", "proof": solved}, Reason.LINKS),
    ({"phone": "13800005678", "call_when": "看 http://a.cn", "proof": solved}, Reason.LINKS),
]
PERSONS = [
    {},
    {"token": lambda: token(age=7)},
    {"token": lambda: token(age=5 * 24 * 3600)},
    {"token": lambda: token(age=4), "proof": solved},
    {"question": "合同在这里 https://example.com/a 请问这样写有效吗？", "proof": solved},
    {"question": "他在www上骂我，网址记不清了，请问该怎么取证和起诉？"},
]
NEW = (State.NEW, "")


def made(changed):
    return {name: value() if callable(value) else value for name, value in changed.items()}


def states():
    return list(Consultation.objects.order_by("received_at").values_list("state", "doubts"))


def test_each_suspect_post_waits_with_its_reasons_and_nobody_is_told(client):
    make_settings(notify_email="office@example.com")
    for number, (changed, reasons) in enumerate(SUSPECT):
        with transaction.atomic():
            post, address = good_post(**made(changed)), f"198.51.100.{number}"
            assert client.post(FORM, post, REMOTE_ADDR=address).url == RECEIPT
            assert states() == [(State.QUARANTINED, reasons)], changed
            assert not Notice.objects.exists()
            transaction.set_rollback(True)


def test_a_suspect_post_is_told_to_nobody_until_it_is_released(client):
    make_settings(notify_email="office@example.com")
    client.post(FORM, good_post(website="http://example.com"))
    kept = Consultation.objects.get()
    enter(client, code_of(client))  # its receipt opens its thread, which says nothing of it
    page = client.get("/consult/thread/").text
    assert kept.messages.get().text[:4] in page
    assert not [word for word in ("甄别", "隐藏栏", "可疑") if word in page]
    services.release(consultation=kept, user=make_staff())
    released = Consultation.objects.get()
    assert released.state == State.NEW
    assert (released.received_at, released.promised_at) == (kept.received_at, kept.promised_at)
    assert Notice.objects.get().kind == "consult_new"


def test_a_person_is_not_suspected_and_the_office_is_told(client):
    make_settings(notify_email="office@example.com")
    for number, changed in enumerate(PERSONS):
        with transaction.atomic():
            client.post(FORM, good_post(**made(changed)), REMOTE_ADDR=f"198.51.100.{number}")
            assert states() == [NEW], changed
            assert Notice.objects.get().kind == "consult_new"
            transaction.set_rollback(True)


def another(number=0, **fields):
    """A post of another form."""
    return good_post(token=token(random=f"{number:032}"), **fields)


def text(number):
    """Texts that have nothing in common."""
    return "".join(chr(0x5000 + number * 40 + place) for place in range(40))


def ask(client, number, **extra):
    return client.post(FORM, another(number, question=text(number)), **extra)


def test_a_proof_is_good_for_one_post_one_area_and_its_files(client):
    proof = solved()
    post = good_post(proof=proof)
    for _ in range(2):  # a double click
        client.post(FORM, post)
    assert states() == [NEW]
    assert not [part for part in ("工资", "公司") if part in str([*Throttle.objects.values_list()])]
    client.post(FORM, another(proof=proof, question="丈夫婚前买的房子，婚后一起还贷款，怎么分？"))
    assert states() == [NEW, (State.QUARANTINED, Verdict.REUSED.label)]
    for changed in ({"area": make_area().pk}, {"files": sample_files.upload(b"abc", "a.txt")}):
        client.post(FORM, good_post(proof=proof, **changed))
        assert states()[-1][0] == State.QUARANTINED


def test_the_same_text_from_another_form_and_address_is_told_as_such_for_a_day(client, monkeypatch):
    client.post(FORM, good_post())
    again = another(question=f"{good_post()['question']}！")
    client.post(FORM, again, REMOTE_ADDR="198.51.100.7")
    every = another(1, website="x", proof="x", name="www.a")
    every["token"] = token(age=0, random="a" * 32)
    client.post(FORM, every)
    alone = [Reason.DECOY, Reason.TOO_FAST, Verdict.WRONG.label, Reason.LINKS]
    assert [doubts for _, doubts in states()] == [
        "",
        Reason.REPEATED,
        "、".join([*alone, Reason.REPEATED]),
    ]
    shift(monkeypatch, hours=25)
    client.post(FORM, another(2))
    assert states()[-1] == NEW


def test_who_mends_a_number_or_was_refused_is_not_doubted(client, monkeypatch):
    for phone in ("13800000000", "13800000001"):
        client.post(FORM, good_post(phone=phone, proof=solved()))
    known = {"area": make_area().pk, "question": text(1)}
    bad = sample_files.upload(b"MZ\x90\x00", "程序.exe")
    assert client.post(FORM, good_post(**known, files=[bad])).status_code == 422

    def full(*_, **__):
        raise services.NotAllowedError("磁盘已满。")

    with monkeypatch.context() as broken:
        broken.setattr(services, "submit", full)
        assert client.post(FORM, good_post(**known)).status_code == 503
    client.post(FORM, another(**known))
    assert states() == [NEW] * 3


def bound(monkeypatch):
    monkeypatch.setattr(rate_limit, "POSTS", replace(rate_limit.POSTS, most=2))


def test_one_post_too_many_is_refused_and_its_text_kept_until_an_hour_later(client, monkeypatch):
    assert rate_limit.POSTS.most >= 30
    bound(monkeypatch)
    for _ in range(5):  # posts with errors do not count
        client.post(FORM, good_post(question="短"))
    forwarded = [{"HTTP_X_FORWARDED_FOR": f"203.0.113.{n}"} for n in range(3)]  # not believed
    with monkeypatch.context() as unread:
        assert [ask(client, n, **forwarded[n]).status_code for n in range(2)] == [302, 302]
        unread.setattr(score, "marks", None)  # who posts too often is not even looked at
        response = ask(client, 2, **forwarded[2])
    assert response.status_code == 429
    assert TOO_OFTEN in response.text
    assert text(2) in response.text
    assert Consultation.objects.count() == 2
    assert ask(client, 4, REMOTE_ADDR="198.51.100.7").status_code == 302
    proved = [another(n, question=text(n), proof=solved()) for n in (6, 7)]  # a neighbour
    assert [client.post(FORM, post).status_code for post in proved] == [302, 302]
    again = another(8, question=text(8), proof=proved[0]["proof"])
    assert client.post(FORM, again).status_code == 429
    shift(monkeypatch, minutes=61)
    assert ask(client, 5).status_code == 302


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("2001:db8:1:2::{}", [302, 302, 429]),  # one household
        ("2001:db8:1:{}::1", [*[302] * 8, 429]),  # a site of many
    ],
)
def test_many_addresses_of_one_network_have_a_bound(client, monkeypatch, address, answers):
    bound(monkeypatch)
    found = [ask(client, n, REMOTE_ADDR=address.format(n)).status_code for n in range(len(answers))]
    assert found == answers
    before = Throttle.objects.count()
    assert ask(client, 19, REMOTE_ADDR=address.format(19)).status_code == 429
    assert Throttle.objects.count() == before, "it fills no table"
    assert ask(client, 20, REMOTE_ADDR="2001:db8:2:3::1").status_code == 302


def claim(things, owner):
    rows = rate_limit.Rows(claims=[("text", thing, owner) for thing in things])
    with transaction.atomic():
        had = rows.lock().claim("text")
        rows.write()
    return had


def test_of_many_at_one_moment_one_has_a_text(shared_database):
    marks = [f"mark {n}" for n in range(6)]
    acts = [lambda owner=owner: claim(marks, owner) for owner in "abcdef"]
    assert sum(together(*acts)) == 1


def test_a_text_that_shares_one_mark_is_not_free_for_as_long_as_it_comes(monkeypatch):
    assert claim(["a", "b"], "one")
    assert not claim(["b", "c"], "other")
    assert not claim(["c"], "third"), "what was free is the other's now"
    assert claim(["a", "b"], "one")
    for _ in range(2):
        shift(monkeypatch, hours=20)
        rate_limit.forget_old()
        assert not claim(["a"], "other")

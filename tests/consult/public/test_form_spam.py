"""What a machine gives away: stored apart, told why, nobody mailed, the same receipt."""

import pytest

from consult import services
from consult.base.enums import State
from consult.models import Consultation
from consult.spam import rate_limit
from consult.spam.score import Reason, Verdict
from outbox.models import Notice
from tests.consult import sample_files
from tests.consult.posting import FORM, RECEIPT, code_of, enter, good_post, shift, solved, token
from tests.factories import make_area, make_settings, make_staff

pytestmark = pytest.mark.django_db
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
]


@pytest.mark.parametrize(("changed", "reasons"), SUSPECT)
def test_a_suspect_post_goes_to_quarantine(client, changed, reasons):
    make_settings(notify_email="office@example.com")
    made = {name: value() if callable(value) else value for name, value in changed.items()}
    assert client.post(FORM, good_post(**made)).url == RECEIPT
    kept = Consultation.objects.get()
    assert (kept.state, kept.doubts) == (State.QUARANTINED, reasons)
    assert not Notice.objects.exists()


def test_a_bots_post_released_keeps_its_time(client):
    """Decoy filled, under three seconds, no proof of work."""
    make_settings(notify_email="office@example.com")
    client.post(FORM, good_post(website="http://example.com", token=token(age=1)))
    kept = Consultation.objects.get()
    services.release(consultation=kept, user=make_staff())
    released = Consultation.objects.get()
    assert released.state == State.NEW
    assert (released.received_at, released.promised_at) == (kept.received_at, kept.promised_at)
    assert Notice.objects.filter(kind="consult_new").exists()


@pytest.mark.parametrize(
    "changed",
    [
        {"token": lambda: token(age=7)},
        {"token": lambda: token(age=4), "proof": solved},
        {"question": "合同在这里 https://example.com/a 请问这样写有效吗？", "proof": solved},
        {"question": "他在www上骂我，网址记不清了，请问该怎么取证和起诉？"},
    ],
)
def test_a_person_is_not_suspected(client, changed):
    made = {name: value() if callable(value) else value for name, value in changed.items()}
    client.post(FORM, good_post(**made))
    kept = Consultation.objects.get()
    assert (kept.state, kept.doubts) == (State.NEW, "")


def states():
    return list(Consultation.objects.order_by("received_at").values_list("state", "doubts"))


def test_a_proof_shown_for_two_posts_is_doubted_once(client):
    text = solved()
    client.post(FORM, good_post(proof=text))
    other = "丈夫婚前买的房子，婚后一起还贷款，离婚时应该怎么分？"
    client.post(FORM, good_post(proof=text, question=other, token=token(random="a" * 32)))
    assert states() == [(State.NEW, ""), (State.QUARANTINED, Verdict.REUSED.label)]


def test_a_proof_is_good_for_one_choice_of_area_and_files(client):
    text = solved()
    for changed in ({}, {"area": make_area().pk}, {"files": sample_files.upload(b"abc", "a.txt")}):
        client.post(FORM, good_post(proof=text, **changed))
    assert [state for state, _ in states()] == [State.NEW, *[State.QUARANTINED] * 2]


def test_the_same_text_from_another_form_and_address_is_told_as_such(client):
    client.post(FORM, good_post())
    again = good_post(token=token(random="a" * 32), question=f"{good_post()['question']}！")
    client.post(FORM, again, REMOTE_ADDR="198.51.100.7")
    assert states() == [(State.NEW, ""), (State.QUARANTINED, Reason.REPEATED)]


def test_a_double_click_is_one_consultation_without_doubt(client):
    post = good_post(proof=solved())
    client.post(FORM, post), client.post(FORM, post)
    assert states() == [(State.NEW, "")]


def test_who_goes_back_and_mends_a_number_is_not_doubted(client):
    client.post(FORM, good_post(phone="13800000000", proof=solved()))
    client.post(FORM, good_post(phone="13800000001", proof=solved()))
    assert states() == [(State.NEW, "")] * 2


def test_the_same_text_a_day_later_is_new(client, monkeypatch):
    client.post(FORM, good_post())
    shift(monkeypatch, hours=25)
    client.post(FORM, good_post(token=token(random="a" * 32)))
    assert states() == [(State.NEW, "")] * 2


def texts(number):
    return "".join(chr(0x5000 + number * 40 + place) for place in range(40))


def test_many_posts_without_proof_from_one_address_are_looked_at_first(client):
    for number in range(rate_limit.UNPROVED.most + 1):
        fields = {"question": texts(number), "token": token(random=f"{number:032}")}
        client.post(FORM, good_post(**fields))
    *first, last = states()
    assert first == [(State.NEW, "")] * rate_limit.UNPROVED.most
    assert last == (State.QUARANTINED, Reason.OFTEN)


def test_many_posts_with_proof_from_one_address_are_an_offices(client):
    for number in range(rate_limit.UNPROVED.most + 1):
        fields = {"question": texts(number), "token": token(random=f"{number:032}")}
        client.post(FORM, good_post(proof=solved(), **fields))
    assert states() == [(State.NEW, "")] * (rate_limit.UNPROVED.most + 1)


def test_all_reasons_together_fit(client):
    client.post(FORM, good_post())
    post = good_post(website="x", proof="x", name="www.a", token=token(age=0, random="a" * 32))
    client.post(FORM, post)
    alone = [Reason.DECOY, Reason.TOO_FAST, Verdict.WRONG.label, Reason.LINKS]
    assert states()[1][1] == "、".join([*alone, Reason.REPEATED])


def test_nothing_written_is_kept_in_the_clear_to_know_it_again(client):
    client.post(FORM, good_post(proof=solved()))
    kept = str(list(rate_limit.Throttle.objects.values_list()))
    assert "text" in kept
    assert not [part for part in ("工资", "公司", good_post()["question"]) if part in kept]


def test_the_form_asks_for_a_proof_and_shows_nothing_of_it(client):
    good_post()
    html = client.get(FORM).content.decode()
    assert 'data-proof="/consult/challenge/"' in html
    assert "vendor/altcha/pbkdf2.js" in html
    assert "js/form.js" in html


def test_only_the_form_loads_the_proof(client):
    assert "proof" not in client.get("/").text + client.get("/consult/thread/").text


def test_a_suspect_post_has_a_receipt_that_opens_its_thread(client):
    client.post(FORM, good_post(website="x"))
    enter(client, code_of(client))
    page = client.get("/consult/thread/").text
    assert good_post()["question"] in page
    assert not [word for word in ("甄别", "隐藏栏", "可疑") if word in page]


def test_a_person_goes_to_the_inbox_and_the_office_is_told(client):
    make_settings(notify_email="office@example.com")
    client.post(FORM, good_post())
    assert Consultation.objects.get().state == State.NEW
    assert Notice.objects.get().kind == "consult_new"


def test_a_form_open_for_days_is_a_persons(client):
    client.post(FORM, good_post(token=token(age=5 * 24 * 3600)))
    assert Consultation.objects.get().state == State.NEW


def test_the_decoy_is_hidden_from_people_and_never_filled_by_the_browser(client):
    good_post()
    html = client.get(FORM).content.decode()
    assert '<div class="decoy" aria-hidden="true">' in html
    assert 'name="website" type="text" tabindex="-1" autocomplete="off"' in html


def test_a_text_refused_for_its_file_is_no_repetition_in_a_new_form(client):
    text = {"area": make_area().pk, "question": "房东不退押金，合同上个月到期，我该怎么办？"}
    bad = sample_files.upload(b"MZ\x90\x00", "程序.exe")
    assert client.post(FORM, good_post(**text, files=[bad])).status_code == 422
    client.post(FORM, good_post(**text, token=token(random="another")))
    assert Consultation.objects.get().state == State.NEW


def test_a_text_that_could_not_be_stored_is_no_repetition_in_a_new_form(client, monkeypatch):
    text = {"area": make_area().pk, "question": "房东不退押金，合同上个月到期，我该怎么办？"}

    def full(*_, **__):
        raise services.NotAllowedError("磁盘已满。")

    with monkeypatch.context() as broken:
        broken.setattr(services, "submit", full)
        assert client.post(FORM, good_post(**text)).status_code == 503
    client.post(FORM, good_post(**text, token=token(random="another")))
    assert Consultation.objects.get().state == State.NEW

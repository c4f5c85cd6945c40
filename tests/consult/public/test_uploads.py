"""Files of a form: kept while it is refused, not taken above a quota, and everybody is told."""

import io
import re
import zipfile

import pytest
from django.test import Client

from consult.admin.start_page import WHOSE
from consult.client import data_export
from consult.files import attachments
from consult.files.types import UNKNOWN
from consult.forms.attachments import GONE, LOST
from consult.models import Attachment, Consultation, Message, ParkedFile, Throttle
from consult.spam import upload_quota
from consult.spam.upload_quota import CAME, COMING, TOTAL, UNPROVED
from tests import monitor
from tests.consult.desk_pages import page_of
from tests.consult.files.test_attachments import lying
from tests.consult.posting import (
    FORM,
    QUESTION,
    RECEIPT,
    THREAD,
    code_of,
    enter,
    good_post,
    kept_ids,
    shift,
    solved,
    token,
)
from tests.consult.sample_files import pdf, upload
from tests.factories import make_area, make_consultation, make_settings, make_superuser
from tests.firm.pictures import with_gps

pytestmark = pytest.mark.django_db
NAME = "欠条的照片.pdf"
REFUSED = "个附件未能接收"


@pytest.fixture
def fields():
    return good_post(area=make_area().pk, token=token())


@pytest.fixture
def elsewhere(fields):
    return {**fields, "token": token(random="e" * 32)}


def refused(client, fields, *uploads, **changed):
    return client.post(FORM, {**fields, "phone": "12", "files": list(uploads), **changed})


def names():
    return sorted(row.name for row in Attachment.objects.all())


def paper(name=NAME):
    return upload(pdf(), name)


def test_files_stay_over_several_refusals_and_go_with_the_next_post_once(client, fields):
    first = refused(client, fields, paper(), upload(with_gps(), "照片.jpg"))
    assert (first.status_code, NAME in first.text) == (422, True)
    second = refused(client, fields, paper("另一份.pdf"), kept=kept_ids(first))
    third = refused(client, fields, kept=kept_ids(second))
    assert len(kept_ids(third)) == 3
    more, codes = {**fields, "kept": kept_ids(third)}, set()
    for _ in range(2):
        answer = client.post(FORM, {**more, "files": [paper("第三份.pdf")]})
        assert answer.status_code == 302
        codes.add(code_of(client))
    assert len(codes) == Consultation.objects.count() == 1
    assert names() == sorted([NAME, "照片.jpg", "另一份.pdf", "第三份.pdf"])
    assert not ParkedFile.objects.exists()
    rows = {row.name: row for row in Attachment.objects.all()}
    assert b"Exif" not in b"".join(attachments.chunks(rows["照片.jpg"]))  # its place is gone
    enter(client, codes.pop())
    got = client.get(f"{THREAD}files/{rows[NAME].pk}/")
    assert b"".join(got.streaming_content) == pdf()


def test_without_its_tick_it_is_left_out_and_without_a_csrf_token_kept(client, fields):
    refused(client, fields, paper())
    page = refused(client, fields)
    assert (kept_ids(page), NAME in page.text) == ([], False)
    assert not ParkedFile.objects.exists()
    for junk in ("x", "", "\x00", "9" * 500, "../../etc", "0" * 32):
        assert refused(client, fields, kept=[junk] * 40).status_code == 422
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(FORM, {**fields, "files": [paper()]})
    assert (page.status_code, len(kept_ids(page))) == (403, 1)


@pytest.mark.parametrize("phone", ["12", ""])
def test_a_refused_file_is_named_and_the_good_one_stays(client, fields, phone):
    page = refused(client, fields, upload(b"MZ\0\0", "程序.exe"), paper(), phone=phone)
    assert (page.status_code, Consultation.objects.count()) == (422, 0)
    assert f"“程序.exe”{UNKNOWN}。" in page.text
    assert client.post(FORM, {**fields, "kept": kept_ids(page)}).status_code == 302
    assert names() == [NAME]


def test_it_is_bound_to_its_form_for_half_an_hour(client, fields, elsewhere, monkeypatch):
    page = refused(client, fields, paper())
    other = {**elsewhere, "kept": kept_ids(page)}
    assert NAME not in refused(Client(), other).text
    assert client.post(FORM, other).status_code == 409
    shift(monkeypatch, minutes=31)
    late = client.post(FORM, {**fields, "kept": kept_ids(page)})
    assert (late.status_code, GONE in late.text, kept_ids(late)) == (409, True, [])
    assert (Consultation.objects.count(), Attachment.objects.count()) == (0, 0)
    forged = refused(client, {**fields, "token": "x"}, paper(NAME))  # which we did not sign
    assert f"“{NAME}”{LOST}" in forged.text


def photographs(number=5, size=0):
    """So many files, small ones."""
    return [upload(pdf(b"0" * size), f"{place}.pdf") for place in range(number)]


def say(client, **more):
    """An addition to the thread with two files."""
    fields = {"action": "message", "text": "补充两份材料", "token": token(), **more}
    return client.post(THREAD, {"files": photographs(2), **fields})


def test_a_follow_up_keeps_its_files_until_the_code_was_given_again(client, monkeypatch):
    _, code = make_consultation()
    enter(client, code)
    page = say(client, text="")
    assert (page.status_code, len(kept_ids(page))) == (422, 2)
    shift(monkeypatch, minutes=16)
    page = say(client, kept=kept_ids(page), files=[])
    assert "0.pdf" in page.text
    same = re.search(r'name="token" value="([^"]+)"', page.text)[1]
    carried = {"action": "code", "text": "补充", "token": same, "kept": kept_ids(page)}
    wrong = client.post(THREAD, {**carried, "code": "1"})
    back = client.post(THREAD, {**carried, "code": code, "kept": kept_ids(wrong)})
    assert all("补充</textarea>" in one.text for one in (wrong, back))
    assert f'value="{same}"' in back.text
    assert say(client, token=same, kept=kept_ids(back), files=[]).status_code == 302
    assert names() == ["0.pdf", "1.pdf"]
    say(client, text="")
    client.post(f"{THREAD}erase/", {"sure": "on"})  # takes along what waits
    assert not ParkedFile.objects.exists()


@pytest.fixture
def full(monkeypatch):
    """No file finds room any more."""
    monkeypatch.setattr(upload_quota, "_unopened", lambda: 10**9)


def send(client, **more):
    """A consultation with five files."""
    return client.post(FORM, {**good_post(**more), "files": photographs()})


def test_below_the_quota_the_files_are_taken_and_nothing_is_said(client):
    assert send(client).url == RECEIPT
    assert REFUSED not in client.get(RECEIPT).text
    assert (Attachment.objects.count(), Message.objects.get().files_refused) == (5, 0)
    assert Throttle.objects.filter(scope=CAME).count() == 1
    assert not Throttle.objects.filter(scope=COMING).exists()
    assert monitor.told(client)["uploads"] == "ok"
    client.force_login(make_superuser())
    assert TOTAL not in client.get("/admin/").text


@pytest.mark.parametrize("phone", ["", "0330-5559900"])
def test_above_it_the_text_is_taken_and_everybody_is_told_what_was_not(client, full, phone):
    make_settings(phone=phone)
    assert send(client).url == RECEIPT
    said = client.get(RECEIPT).text.split(f"5{REFUSED}")[1].split("</p>")[0]
    assert (phone in said, "电话" in said, "联系我们" in said) == (True, bool(phone), not phone)
    assert (Message.objects.get().text, Attachment.objects.count()) == (QUESTION, 0)
    assert lying() == []
    code = code_of(client)
    for _ in range(2):  # for as long as the thread stands
        assert f"5{REFUSED}" in enter(Client(), code, follow=True).text
    enter(client, code)
    copy = b"".join(client.post(f"{THREAD}copy/").streaming_content)
    with zipfile.ZipFile(io.BytesIO(copy)) as bundle:
        for name in (data_export.PAGE, data_export.TEXT):
            assert f"5{REFUSED}" in bundle.read(name).decode()
    client.force_login(make_superuser())
    assert f"5{REFUSED}" in client.get(page_of(Consultation.objects.get())).text


def test_a_file_that_waited_is_not_kept_where_it_is_refused(client, monkeypatch):
    fields = good_post()
    page = client.post(FORM, {**fields, "phone": "12", "files": photographs(2)})
    monkeypatch.setattr(upload_quota, "_unopened", lambda: 10**9)
    client.post(FORM, {**fields, "kept": kept_ids(page)})
    assert f"2{REFUSED}" in client.get(RECEIPT).text
    assert not ParkedFile.objects.exists()


def test_form_thread_and_refused_form_count_for_one_address(client, settings):
    settings.UPLOADS_PER_ADDRESS_MB = 100 / 1024  # half of it in an hour: 50 KiB
    enter(client, make_consultation()[1])
    for number in range(3):
        say(client, files=photographs(2, 10 * 1024), token=token(random=f"{number:032}"))
    refused = client.post(FORM, {**good_post(phone="12"), "files": photographs(1, 10 * 1024)})
    assert (Attachment.objects.count(), Message.objects.filter(files_refused=2).count()) == (4, 1)
    assert (ParkedFile.objects.exists(), LOST in refused.text) == (False, True)
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    assert send(stranger).url == RECEIPT
    assert REFUSED not in stranger.get(RECEIPT).text


@pytest.fixture
def crowded(settings, monkeypatch):
    """What nobody has proved anything of has used up its part."""
    held = settings.UPLOADS_UNPROVED_MB * 1024
    monkeypatch.setattr(upload_quota, "_unopened", lambda: held)


@pytest.mark.parametrize(
    ("more", "taken"),
    [({}, False), ({"proof": solved}, True), ({"proof": solved, "website": "x"}, False)],
)
def test_a_proof_finds_room_that_others_do_not(client, crowded, more, taken):
    made = {name: value() if callable(value) else value for name, value in more.items()}
    send(client, **made)
    assert (REFUSED not in client.get(RECEIPT).text) is taken


@pytest.mark.parametrize(("answered", "proved"), [(True, False), (False, True), (False, False)])
def test_whom_a_lawyer_has_answered_needs_no_proof(client, crowded, answered, proved):
    consultation, code = make_consultation()
    if answered:
        Consultation.objects.update(answered_at=consultation.received_at)
    enter(client, code)
    say(client, **({"proof": solved()} if proved else {}))
    assert (REFUSED not in client.get(THREAD).text) is (answered or proved)


@pytest.mark.parametrize(("proof", "setting"), [("", UNPROVED), (solved, TOTAL)])
def test_the_desk_and_the_monitor_learn_of_it(client, full, settings, proof, setting):
    send(client, proof=proof and proof())
    assert monitor.told(client)["uploads"] == "used up"
    client.force_login(make_superuser())
    page = client.get("/admin/").text
    assert "有1次提交的附件未能接收" in page
    assert f"{WHOSE[setting]}附件已达上限{getattr(settings, setting)}MB" in page
    assert f"请运维人员调高{setting}" in page

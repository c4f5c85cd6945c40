"""The files of a form that was refused stay, sealed, until it is sent again."""

import re

import pytest
from django.test import Client

from consult.files import attachments
from consult.files.types import UNKNOWN
from consult.files.types.upload_handler import MOST_FILES
from consult.forms.attachments import GONE, LOST, TOO_MANY_FILES
from consult.models import Attachment, Consultation, ParkedFile
from consult.spam import rate_limit, upload_quota
from tests.consult import sample_files
from tests.consult.posting import FORM, THREAD, code_of, enter, good_post, kept_ids, shift, token
from tests.consult.sample_files import pdf, upload
from tests.factories import make_area, make_consultation
from tests.firm.pictures import with_gps

pytestmark = pytest.mark.django_db
NAME = "欠条的照片.pdf"


@pytest.fixture
def fields():
    return good_post(area=make_area().pk, token=token())


def refused(client, fields, *uploads, **changed):
    return client.post(FORM, {**fields, "phone": "12", "files": list(uploads), **changed})


def names():
    return [row.name for row in Attachment.objects.all()]


def test_a_file_is_listed_again_and_goes_with_the_next_post(client, fields):
    page = refused(client, fields, upload(pdf(), NAME))
    assert page.status_code == 422
    assert NAME in page.text
    answer = client.post(FORM, {**fields, "kept": kept_ids(page)})
    assert (answer.status_code, names()) == (302, [NAME])
    assert not ParkedFile.objects.exists()


def test_the_client_opens_it_as_it_was(client, fields):
    client.post(FORM, {**fields, "kept": kept_ids(refused(client, fields, upload(pdf(), NAME)))})
    enter(client, code_of(client))
    got = client.get(f"{THREAD}files/{Attachment.objects.get().pk}/")
    assert b"".join(got.streaming_content) == pdf()


def test_it_stays_over_several_refusals_and_more_can_be_added(client, fields):
    first = refused(client, fields, upload(pdf(), NAME))
    second = refused(client, fields, upload(pdf(), "另一份.pdf"), kept=kept_ids(first))
    third = refused(client, fields, kept=kept_ids(second))
    assert len(kept_ids(third)) == 2
    client.post(FORM, {**fields, "kept": kept_ids(third), "files": [upload(pdf(), "第三份.pdf")]})
    assert sorted(names()) == sorted([NAME, "另一份.pdf", "第三份.pdf"])


def test_without_its_tick_it_is_left_out_and_removed(client, fields):
    refused(client, fields, upload(pdf(), NAME))
    page = refused(client, fields)
    assert kept_ids(page) == []
    assert NAME not in page.text
    assert not ParkedFile.objects.exists()


def test_a_refused_file_is_named_and_the_good_one_stays(client, fields):
    page = refused(client, fields, upload(b"MZ\0\0", "程序.exe"), upload(pdf(), NAME))
    assert f"“程序.exe”{UNKNOWN}。" in page.text
    assert len(kept_ids(page)) == 1


def test_also_where_nothing_else_is_wrong(client, fields):
    bad, good = upload(b"MZ\0\0", "程序.exe"), upload(pdf(), NAME)
    page = client.post(FORM, {**fields, "files": [bad, good]})
    assert (page.status_code, Consultation.objects.count()) == (422, 0)
    assert client.post(FORM, {**fields, "kept": kept_ids(page)}).status_code == 302
    assert names() == [NAME]


def test_one_too_many_is_named_and_the_others_stay(client, fields):
    first = refused(client, fields, *[upload(pdf(), f"{number}.pdf") for number in range(4)])
    more = [upload(pdf(), "四.pdf"), upload(pdf(), "五.pdf")]
    page = client.post(FORM, {**fields, "kept": kept_ids(first), "files": more})
    assert (page.status_code, len(kept_ids(page))) == (422, MOST_FILES)
    assert f"“五.pdf”{TOO_MANY_FILES}" in page.text


def test_the_place_of_a_photograph_is_gone_before_it_is_kept(client, fields):
    page = refused(client, fields, upload(with_gps(), "照片.jpg"))
    client.post(FORM, {**fields, "kept": kept_ids(page)})
    attachment = Attachment.objects.get()
    assert b"Exif" not in b"".join(attachments.chunks(attachment))


def test_the_same_form_sent_twice_is_one_consultation_with_one_code(client, fields):
    again = {**fields, "kept": kept_ids(refused(client, fields, upload(pdf(), NAME)))}
    codes = [(client.post(FORM, again), code_of(client))[1] for _ in range(2)]
    assert codes[0] == codes[1]
    assert (Consultation.objects.count(), Attachment.objects.count()) == (1, 1)


def test_after_half_an_hour_it_is_gone_and_that_is_said(client, fields, monkeypatch):
    page = refused(client, fields, upload(pdf(), NAME))
    shift(monkeypatch, minutes=31)
    again = {**fields, "token": fields["token"], "kept": kept_ids(page)}
    late = client.post(FORM, again)
    assert (late.status_code, Consultation.objects.count()) == (409, 0)
    assert GONE in late.text
    assert kept_ids(late) == []


def test_it_is_bound_to_the_token_of_its_form(client, fields):
    page = refused(client, fields, upload(pdf(), NAME))
    other = {**fields, "token": token(random="e" * 32), "kept": kept_ids(page)}
    assert NAME not in refused(Client(), other).text
    assert client.post(FORM, other).status_code == 409
    assert not Attachment.objects.exists()


def test_a_token_that_we_did_not_sign_keeps_nothing(client, fields):
    page = refused(client, {**fields, "token": "x"}, upload(pdf(), NAME))
    assert f"“{NAME}”{LOST}" in page.text
    assert not ParkedFile.objects.exists()


@pytest.mark.parametrize("junk", ["x", "", "\x00", "9" * 500, "../../etc", "0" * 32])
def test_junk_for_a_file_names_none(client, fields, junk):
    assert refused(client, fields, kept=[junk] * 40).status_code == 422


def test_one_address_cannot_fill_the_disk(client, fields, monkeypatch):
    few = rate_limit.Limit("park", 2, rate_limit.PARKED.period)
    monkeypatch.setattr(rate_limit, "PARKED", few)
    pages = [refused(client, fields, upload(pdf(), NAME)) for _ in range(3)]
    assert [len(kept_ids(page)) for page in pages] == [1, 1, 0]
    assert f"“{NAME}”{LOST}" in pages[2].text


def test_nor_take_the_room_of_all_others_with_a_few_large_files(client, fields, settings):
    settings.UPLOADS_PER_ADDRESS_MB = 3  # in a day, and half of it in an hour
    large = "工资条的一行\n".encode() * 70_000  # more than one megabyte
    pages = [refused(client, fields, upload(large, "清单.txt")) for _ in range(2)]
    assert [len(kept_ids(page)) for page in pages] == [1, 0]
    other = {**fields, "token": token(random="e" * 32)}
    elsewhere = refused(Client(REMOTE_ADDR="198.51.100.9"), other, upload(large, "清单.txt"))
    assert len(kept_ids(elsewhere)) == 1


def test_all_together_cannot_fill_it_either(client, fields, monkeypatch):
    monkeypatch.setattr(upload_quota, "ALL_PARKED", 1)  # KiB
    assert len(kept_ids(refused(client, fields, upload(pdf(), NAME)))) == 1
    other = {**fields, "token": token(random="e" * 32)}
    assert f"“{NAME}”{LOST}" in refused(client, other, upload(pdf(), NAME)).text


def test_a_post_whose_csrf_token_had_gone_keeps_its_files_too(fields):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(FORM, {**fields, "files": [upload(pdf(), NAME)]})
    assert (page.status_code, len(kept_ids(page))) == (403, 1)


def say(client, **more):
    return client.post(THREAD, {"action": "message", "text": "补充", "token": token(), **more})


def test_a_follow_up_keeps_its_files_too(client):
    enter(client, make_consultation()[1])
    page = say(client, text="", files=[upload(pdf(), NAME)])
    assert (page.status_code, len(kept_ids(page))) == (422, 1)
    assert say(client, kept=kept_ids(page)).status_code == 302
    assert names() == [NAME]


def test_files_wait_until_the_code_was_given_again(client, monkeypatch):
    code = make_consultation()[1]
    enter(client, code)
    shift(monkeypatch, minutes=16)
    page = say(client, files=[upload(pdf(), NAME)])
    assert NAME in page.text
    same = re.search(r'name="token" value="([^"]+)"', page.text)[1]
    carried = {"action": "code", "text": "补充", "token": same, "kept": kept_ids(page)}
    wrong = client.post(THREAD, {**carried, "code": "1"})
    back = client.post(THREAD, {**carried, "code": code, "kept": kept_ids(wrong)})
    assert f'value="{same}"' in back.text
    assert say(client, token=same, kept=kept_ids(back)).status_code == 302
    assert names() == [NAME]


def test_erasing_a_consultation_takes_what_waits_for_it(client):
    enter(client, make_consultation()[1])
    say(client, text="", files=[sample_files.upload(pdf(), NAME)])
    client.post(f"{THREAD}erase/", {"sure": "on"})
    assert not ParkedFile.objects.exists()

"""The copy of everything: readable, complete, and never in clear text on the disk."""

import io
import tempfile
import zipfile

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from consult import services
from consult.base.enums import Call, ConsentKind, EventKind, RatingValue, Scan
from consult.client import data_export
from consult.files import attachments
from consult.models import Attachment, Consultation, Rating
from consult.public.rights import UNREADABLE
from consult.spam import rate_limit
from tests.consult.posting import enter, shift
from tests.factories import make_consultation, make_settings, make_staff

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
COPY = reverse("consult:copy")
CONTENT = "附件里的话".encode() * 50_000


def checked(name="录音.txt", content=CONTENT):
    return attachments.CheckedFile(name, "txt", len(content), io.BytesIO(content))


@pytest.fixture
def asked():
    make_settings(firm_name="青石律师事务所")
    person = {"name": "王<某>", "phone": "13800000000", "opponent": "某某公司", "city": "云澜"}
    person |= {"call": Call.YES, "call_when": "午休时"}
    return make_consultation(files=[checked()], email="a@example.com", **person)


def opened(parts):
    return zipfile.ZipFile(io.BytesIO(b"".join(parts)))


def read(bundle, name):
    return bundle.read(name).decode("utf-8-sig")


def test_the_client_gets_one_file_through_the_code_and_not_without_end(client, asked, monkeypatch):
    enter(client, asked[1])
    response = client.post(COPY)
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert response["Cache-Control"] == "no-store, private"
    assert opened(response.streaming_content).testzip() is None
    assert asked[0].events.last().kind == EventKind.CLIENT_EXPORTED
    none = rate_limit.Limit("copy", 0, rate_limit.POSTS.period)
    monkeypatch.setattr(rate_limit, "COPIES", none)
    assert client.post(COPY).status_code == 429


def test_all_that_was_confided_is_in_it(asked, monkeypatch):
    answered = {"consultation": asked[0], "user": make_staff(), "token": "t"}
    services.reply(text="可以申请仲裁", **answered)
    shift(monkeypatch, seconds=31)
    bundle = opened(data_export.archive(asked[0]))
    for name in (data_export.PAGE, data_export.TEXT):
        text = read(bundle, name)
        for told in (
            "三个月没有发工资",
            "可以申请仲裁",
            "13800000000",
            "a@example.com",
            "云澜",
            "午休时",
        ):
            assert told in text
        assert ConsentKind.PROCESSING.label in text
        assert "第1版" in text
    assert "王&lt;某&gt;" in read(bundle, data_export.PAGE)
    assert "王<某>" in read(bundle, data_export.TEXT)
    assert bundle.read("附件/01-录音.txt") == CONTENT


def test_what_only_the_staff_may_see_is_not_in_it(asked):
    editor = make_staff(last_name="孙", first_name="编审")
    services.add_note(consultation=asked[0], user=editor, text="内部的话", token="n")
    services.reply(consultation=asked[0], user=make_staff(), text="还能撤回的答复", token="t")
    text = read(opened(data_export.archive(asked[0])), data_export.TEXT)
    assert "内部的话" not in text
    assert "还能撤回的答复" not in text
    assert "孙编审" not in text
    bundle = opened(data_export.archive(asked[0], for_client=False))
    assert read(bundle, data_export.PAGE).count("孙编审") == 2  # the note, and that it was made
    office = read(bundle, data_export.TEXT)
    assert "孙编审" in office
    assert "内部的话" in office
    assert "还能撤回的答复" in office
    assert EventKind.RECEIVED.label in office


def test_it_comes_in_pieces_and_lies_nowhere(asked, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a temporary file")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    pieces = [len(piece) for piece in data_export.archive(asked[0])]
    assert len(pieces) > 3
    assert max(pieces) < 256 * 1024


@pytest.mark.parametrize("scan", [Scan.PENDING, Scan.INFECTED])
def test_a_withheld_file_is_named_and_not_enclosed(asked, scan):
    Attachment.objects.update(scan=scan)
    bundle = opened(data_export.archive(asked[0]))
    assert bundle.namelist() == [data_export.PAGE, data_export.TEXT, data_export.STYLE]
    assert data_export.WITHHELD[scan] in read(bundle, data_export.PAGE)
    Attachment.objects.update(scan=Scan.CLEAN, stored_as="gone")  # a lost one costs not the rest
    text = read(opened(data_export.archive(asked[0])), data_export.TEXT)
    assert data_export.LOST in text
    assert "三个月没有发工资" in text


def test_a_name_leads_nowhere_else_and_two_of_one_name_are_both_there():
    for name, safe in [
        ("../../etc/passwd", "passwd"),
        ("a\\b:c*.pdf", "b_c_.pdf"),
        ("说明\u202efdp.exe", "说明fdp.exe"),
        (" . ", "附件"),
        ("很" * 300 + ".pdf", "很" * 80 + ".pdf"),
        ("一行\n两行.txt", "一行两行.txt"),
    ]:
        kept, _ = make_consultation(files=[checked(name), checked(name, b"another one")])
        names = opened(data_export.archive(kept)).namelist()
        assert {f"附件/01-{safe}", f"附件/02-{safe}"} <= set(names)


def test_a_message_that_does_not_open_is_a_sentence_and_no_half_file(client, asked, settings):
    enter(client, asked[1])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_message SET text = 'enc1:gone:QUJD'")
    response = client.post(COPY)
    assert response.status_code == 503
    assert UNREADABLE in response.content.decode()
    enter(client, make_consultation(files=[checked()])[1])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consult_attachment SET name = 'enc1:gone:QUJD'")
    assert client.post(COPY).status_code == 503


def test_rating_and_promise_are_in_both_forms_of_the_copy_while_it_stands_beside_the_consultation(
    asked,
):
    rating = Rating(consultation=asked[0], value=RatingValue.HELPED, rated_at=timezone.now())
    for there in (True, False):
        rating.save() if there else rating.delete()
        Consultation.objects.update(promise_told=there)
        fresh = Consultation.objects.get(pk=asked[0].pk)
        bundle = opened(data_export.archive(fresh))
        for name in (data_export.PAGE, data_export.TEXT):
            assert ("承诺答复时间" in read(bundle, name)) == there, name
            assert ("有帮助" in read(bundle, name)) == there, name

"""What a client confides lies nowhere but in sealed columns and files, and leaves by no way."""

import io
import tempfile
import zipfile
from email import message_from_bytes, policy
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from articles.search import did_you_mean
from articles.stats import reads, search_log
from consult.models import Attachment, Consultation, KnownParty, Message, Note, ParkedFile
from consult.services.intake import ADDED
from outbox.models import Notice
from tests.consult.posting import THREAD
from tests.leaks.words import WORDS, leaks

pytestmark = pytest.mark.engine

PUBLIC = [
    *("/", "/consult/", "/articles/", "/sitemap.xml", "/sitemap-articles-1.xml"),
    *("/articles/feed/", "/search/", "/statutes/", "/lawyers/", "/robots.txt"),
]


def columns():
    """Every value of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(map(str, row))


def files(folder):
    return [one for one in folder.rglob("*") if one.is_file()]


def the_flow_really_happened(flow):
    case = Consultation.objects.get(pk=flow.case.pk)
    texts = [message.text for message in case.messages.all()]
    rang = [ADDED.format("电话") + WORDS["call"], WORDS["told"]]
    assert texts == [WORDS["question"], WORDS["client"], WORDS["reply"], *rang]
    assert Consultation.objects.filter(source="phone").count() == 2  # one of them is sealed
    assert WORDS["corrected"] in {one.name for one in Consultation.objects.all()}
    assert (case.name, case.phone, case.email) == (WORDS["name"], WORDS["phone"], WORDS["email"])
    assert {WORDS["note"], WORDS["handed"]} < {note.text for note in case.notes.all()}
    assert (case.follow_up_why, case.assignee) == (WORDS["follow_up"], flow.helper)
    assert WORDS["draft"] in case.drafts.get().text
    names = {one.name for one in Attachment.objects.all()}
    assert names == {WORDS["file"], WORDS["answer_file"]}
    waiting = sorted(one.name for one in ParkedFile.objects.all())
    assert waiting == sorted([WORDS["file"], WORDS["file"], WORDS["answer_file"]])
    assert Consultation.objects.get(state="erased").city == ""
    assert KnownParty.objects.count() == 2
    states = set(Consultation.objects.values_list("state", "conflict"))
    assert {("quarantined", "clear"), ("new", "allowed")} <= states
    assert not [status for status in flow.statuses if status >= 500]


def the_copy_for_the_client_holds_everything(flow):
    archive = zipfile.ZipFile(io.BytesIO(flow.copy.body))
    told = b"".join(archive.read(name) for name in archive.namelist()).decode()
    for word in ("question", "client", "reply", "inside", "name", "opponent"):
        assert WORDS[word].strip() in told
    for word in ("note", "handed", "follow_up", "draft", "taken_back", "matter", "party", "reason"):
        assert WORDS[word] not in told


def no_log_line_has_it(flow):
    assert "Forbidden (CSRF cookie not set.): /consult/" in flow.logged
    assert not leaks(flow.logged)
    assert flow.code not in flow.logged


def no_mail_says_it(flow):
    """Four went out: three to the office, one to the client, which names nobody."""
    said = b"".join(raw for _, raw in flow.letters)
    bare = said.replace(WORDS["email"].encode(), b"")  # the address on its own envelope
    assert not leaks(bare)
    assert flow.code.encode() not in said
    (raw,) = [raw for to, raw in flow.letters if to == [WORDS["email"]]]
    mail = message_from_bytes(raw, policy=policy.default)
    said = mail["Subject"] + mail.get_content()
    assert not any(word in said for word in (flow.area.name, flow.case.reference, "律师"))


def no_line_of_the_ledger_has_it(flow):
    """A robot is told number, area, time and address alone."""
    rows = Notice.objects.values_list("recipient", "payload", "dedupe_key", "error", "why")
    assert not leaks(str(list(rows)))
    alerts = [one.payload["text"] for one in Notice.objects.filter(channel="wecom")]
    assert any(flow.case.reference in text for text in alerts)
    assert {"mail", "wecom"} == set(Notice.objects.values_list("channel", flat=True))


def no_header_cookie_or_address_has_it(flow):
    told = "\n".join(flow.told)
    assert "receipt=" in told
    assert not leaks(told)
    assert flow.code not in told


def no_column_of_any_table_has_it(flow):
    rows = list(columns())
    assert {"consult_message", "outbox_notice", "django_session"} <= {table for table, _ in rows}
    codes = flow.code, f"{flow.code[:4]} {flow.code[4:8]}"
    assert not [table for table, text in rows if leaks(text) or any(code in text for code in codes)]
    with transaction.atomic():  # one that has it would be found
        Notice.objects.update(error=f"550 no such person {WORDS['email']}")
        LogEntry.objects.create(user=flow.boss, action_flag=1, object_repr=WORDS["party"])
        found = {table for table, text in columns() if leaks(text)}
        transaction.set_rollback(True)
    assert found == {"outbox_notice", "django_admin_log"}
    assert LogEntry.objects.filter(content_type__model="knownparty").exists()


def no_session_has_it(flow):
    held = str([session.get_decoded() for session in Session.objects.all()])
    assert "consult_thread" in held
    assert not leaks(held)
    assert flow.code not in held


def no_cache_entry_has_it(flow):
    if not isinstance(getattr(cache, "_cache", None), dict):
        return  # this cache cannot be looked through
    held = b"".join(cache._cache.values())
    assert not leaks(held)
    assert flow.code.encode() not in held
    cache.set("probe", WORDS["name"])
    assert leaks(b"".join(cache._cache.values()))
    cache.delete("probe")


def no_dump_and_no_export_has_it(flow):
    out, file = StringIO(), Path(tempfile.gettempdir()).parent / "out" / "articles.jsonl"
    call_command("dumpdata", stdout=out)
    assert out.getvalue().count("enc1:") >= 20
    assert not leaks(out.getvalue())
    assert flow.code not in out.getvalue()
    call_command("export_articles", str(file))
    assert not leaks(file.read_bytes())


def no_file_has_it(flow):
    """Media, the private storage, and what lay in the folder for temporary files."""
    scratch = Path(tempfile.gettempdir())
    tmp_path = scratch.parent
    kept = files(tmp_path)
    assert len(files(tmp_path / "private")) == 5
    assert len(files(tmp_path / "erasures")) == 1
    assert not [one for one in kept if leaks(one.read_bytes()) or leaks(one.name)]
    assert files(scratch) == []
    (scratch / "upload").write_text(WORDS["inside"])
    assert [one.name for one in files(tmp_path) if leaks(one.read_bytes())] == ["upload"]


def the_thread_page_shows_it_but_no_public_page_and_no_search(flow):
    assert leaks(flow.client.get(THREAD).content)
    for address in PUBLIC:
        assert not leaks(Client().get(address).content)
    for word in ("name", "opponent", "reply", "party"):
        assert Client().get("/search/", {"q": WORDS[word]}).context["total"] == 0


def what_is_confided_is_no_search(flow):
    """Neither what is counted in memory and written later, nor what may have been meant."""
    for _ in range(3):
        Client().post("/consult/suggest/", {"question": WORDS["question"], "area": "labor"})
        Client().post("/consult/begin/", {"question": WORDS["question"]})
    held = [*search_log.SEEN, *search_log.COUNTER._counts, *reads.COUNTER._counts]
    assert not leaks(str(held))
    known = did_you_mean.current()
    assert not leaks(" ".join([*known.words, *known._by_sound]))
    search_log.log_search("工资", 1)
    assert "工资" in search_log.SEEN


def after_an_erasure_it_is_not_even_there_encrypted(flow):
    before = {value for _, text in columns() for value in text.split() if "enc1:" in value}
    flow.client.post("/consult/thread/erase/", {"sure": "on"})
    assert Consultation.objects.get(pk=flow.case.pk).state == "erased"
    assert not Message.objects.filter(consultation=flow.case).exists()
    assert not Note.objects.filter(consultation=flow.case).exists()
    after = {value for _, text in columns() for value in text.split() if "enc1:" in value}
    assert len(before) - len(after) >= 10


LOOKED_THROUGH = [
    the_flow_really_happened,
    the_copy_for_the_client_holds_everything,
    no_log_line_has_it,
    no_mail_says_it,
    no_line_of_the_ledger_has_it,
    no_header_cookie_or_address_has_it,
    no_column_of_any_table_has_it,
    no_session_has_it,
    no_cache_entry_has_it,
    no_file_has_it,
    no_dump_and_no_export_has_it,
    what_is_confided_is_no_search,
    the_thread_page_shows_it_but_no_public_page_and_no_search,
    after_an_erasure_it_is_not_even_there_encrypted,
]


def test_what_was_confided_is_nowhere_else(flow, subtests):
    """One flow, looked through in this order: what changes something comes last."""
    for look in LOOKED_THROUGH:
        with subtests.test(look.__name__):
            look(flow)

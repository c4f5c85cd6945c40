"""Texts and packs of the law in the office: uploaded, looked at, confirmed, imported, told."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from statutes.admin import texts
from statutes.models import LawImport, LawImportFile, PendingRecheck, Statute, StatuteArticle
from statutes.packs import applying, keys, records, uploads, working
from statutes.services import table
from tests.factories import make_article, make_member
from tests.statutes.admin.uploading import UPLOAD, upload
from tests.statutes.packs.made import KEY, built, give_text, known, members, zipped
from tests.statutes.rows import NEW, TABLE
from tests.statutes.texts import articles, markdown

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
LIST = reverse("admin:statutes_statute_changelist")
FILE = "灯塔法(2020-05-28).md"


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client


@pytest.fixture
def pack(tmp_path, settings):
    """The bytes of a pack with three rows and a text, for a site that has nothing yet."""
    known(settings)
    table.apply(rows=TABLE, version=NEW.promulgated, own=False)
    give_text("甲法-2020", "第一款。", "第二条。")
    content = built(tmp_path).read_bytes()
    Statute.objects.all().delete()
    PendingRecheck.objects.all().delete()
    return content


def work():
    """What the worker does at once."""
    working.ResumableImport()()


def html(response):
    return response.content.decode()


def page(client, response):
    return html(client.get(response.url))


def test_a_pack_is_looked_at_confirmed_and_imported(editor, pack):
    there = upload(editor, ("law.pack", pack))
    assert "正在核对" in page(editor, there)
    assert 'http-equiv="refresh"' in page(editor, there)
    work()
    looked = page(editor, there)
    assert "等待确认" in looked
    assert "《甲法》（2010年）新增；《甲法》（2020年）导入条文2条" in looked
    assert not Statute.objects.exists()
    editor.post(there.url, {"confirm": "1"})
    assert "正在导入" in page(editor, there)
    work()
    assert "新增2部，未变0部。" in page(editor, there)
    assert StatuteArticle.objects.count() == 2


def test_the_report_is_that_of_the_preview(editor, pack):
    there = upload(editor, ("law.pack", pack))
    work()
    before = [str(one) for one in LawImport.objects.get().lines.all()]
    editor.post(there.url, {"confirm": "1"})
    work()
    assert [str(one) for one in LawImport.objects.get().lines.all()] == before != []


def test_files_that_cannot_be_read_are_counted_apart_and_nothing_is_called_done(editor):
    there = upload(editor, (FILE, markdown(*articles(2))), ("坏(2020-01-01).md", "# 坏法\n没有条"))
    work()
    looked = page(editor, there)
    assert "将新导入1部，共2条。有1处不能导入，原因见下。" in looked
    assert "法规表里没有，按文件新增灯塔法（2020）" in looked


@pytest.mark.parametrize("act", ["confirm", "drop"])
def test_the_files_are_gone_when_all_is_done(editor, pack, act):
    there = upload(editor, ("law.pack", pack))
    work()
    assert LawImportFile.objects.exists()
    editor.post(there.url, {act: "1"})
    work()
    assert not LawImportFile.objects.exists()
    assert LawImport.objects.get().finished_at


def test_what_was_given_up_is_not_imported(editor, pack):
    there = upload(editor, ("law.pack", pack))
    work()
    assert texts.DROPPED in html(editor.post(there.url, {"drop": "1"}, follow=True))
    work()
    assert not Statute.objects.exists()
    assert texts.MOVED_ON in html(editor.post(there.url, {"confirm": "1"}, follow=True))


def test_nothing_is_confirmed_before_it_was_looked_at(editor, pack):
    there = upload(editor, ("law.pack", pack))
    assert texts.MOVED_ON in html(editor.post(there.url, {"confirm": "1"}, follow=True))
    assert LawImport.objects.get().state == LawImport.State.CHECKING


def test_who_confirmed_it_is_kept_in_the_history_of_the_table(editor, pack):
    there = upload(editor, ("law.pack", pack))
    work()
    editor.post(there.url, {"confirm": "1"})
    assert LogEntry.objects.get().get_change_message() == "导入法规包“law.pack”"


def test_what_cites_the_law_is_checked_again(editor, pack):
    make_article(body="<p>依照《甲法》第三条，可以要求赔偿。</p>")
    there = upload(editor, ("law.pack", pack))
    work()
    editor.post(there.url, {"confirm": "1"})
    work()
    assert PendingRecheck.objects.exists()


def test_a_maker_whom_nobody_trusts_is_told_and_nothing_imported(editor, pack, settings):
    settings.LAW_PACK_KEYS = {}
    there = upload(editor, ("law.pack", pack))
    work()
    assert keys.UNKNOWN.format(keys.public(KEY)) in page(editor, there)
    assert not LawImportFile.objects.exists()
    assert 'name="confirm"' not in page(editor, there)


def test_a_pack_that_was_changed_is_told(editor, pack, tmp_path):
    (tmp_path / "bent").write_bytes(pack)
    content = members(tmp_path / "bent")
    content["table.csv"] += b"\n"
    bent = zipped(tmp_path / "bent", content).read_bytes()
    there = upload(editor, ("law.pack", bent))
    work()
    assert "table.csv与目录所列不符" in page(editor, there)


def test_an_older_pack_is_told(editor, pack):
    first = upload(editor, ("law.pack", pack))
    work()
    editor.post(first.url, {"confirm": "1"})
    work()
    LawImport.objects.update(made=timezone.now() + timedelta(hours=1))
    second = upload(editor, ("law.pack", pack))
    work()
    assert records.OLDER[-20:] in page(editor, second)


def test_what_was_interrupted_goes_on_and_nothing_is_told_twice(editor, pack, monkeypatch):
    there = upload(editor, ("law.pack", pack))
    work()
    editor.post(there.url, {"confirm": "1"})
    stored, real = [], applying._unit_stored

    def dies_at_the_second(*args):
        if stored:
            raise OSError("killed")
        stored.append(real(*args))
        return stored[0]

    monkeypatch.setattr(applying, "_unit_stored", dies_at_the_second)
    with pytest.raises(OSError, match="killed"):
        work()
    assert "正在导入 1/2" in page(editor, there)
    monkeypatch.setattr(applying, "_unit_stored", real)
    work()
    assert "新增2部，未变0部。" in page(editor, there)
    assert LawImport.objects.get().lines.count() == 2


def test_a_turn_that_is_over_goes_on_in_the_next(editor, pack):
    there = upload(editor, ("law.pack", pack))
    job = working.ResumableImport()
    turns = 0
    while LawImport.objects.get().state == LawImport.State.CHECKING:
        job(lambda: False)
        turns += 1
    assert turns > 2
    assert "等待确认" in page(editor, there)


def test_texts_in_markdown_are_looked_at_and_imported(editor):
    there = upload(editor, (FILE, markdown(*articles(2))))
    work()
    assert "将新导入1部，共2条。" in page(editor, there)
    assert not Statute.objects.exists()
    editor.post(there.url, {"confirm": "1"})
    work()
    assert "新导入1部，共2条。" in page(editor, there)
    assert StatuteArticle.objects.count() == 2


def test_a_text_that_is_there_is_replaced_only_when_asked_for(editor):
    for words, replaces in ((articles(2), {}), (articles(3), {}), (articles(3), {"replace": "on"})):
        there = upload(editor, (FILE, markdown(*words)), **replaces)
        work()
        editor.post(there.url, {"confirm": "1"})
        work()
        number = 3 if replaces else 2
        assert StatuteArticle.objects.count() == number


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("没有标题", f"{FILE}"),
        ("---\ntitle: 中华人民共和国灯塔法\n", f"{FILE}"),
        (b"\x00\x01\x02", f"{FILE}"),
    ],
)
def test_a_text_that_is_none_names_the_file_and_nothing_is_imported(editor, content, place):
    there = upload(editor, (FILE, content))
    work()
    shown = page(editor, there)
    assert "没有导入" in shown
    assert place in shown
    assert "/tmp" not in shown
    assert not Statute.objects.exists()
    assert not LawImportFile.objects.exists()


@pytest.mark.parametrize(("group", "status"), [("编辑", 200), ("律师", 403), ("助理", 403)])
def test_who_may_import_the_table_may_import_texts(client, group, status):
    client.force_login(make_member(group))
    found = LawImport.objects.create(kind="pack", state="ready", name="law.pack")
    there = reverse("admin:statutes_statute_text", args=[found.pk])
    assert client.get(UPLOAD).status_code == status
    assert client.get(there).status_code == status
    posted = client.post(there, {"drop": "1"}).status_code
    assert posted == (302 if status == 200 else 403)


def test_the_list_leads_there(editor):
    assert f'href="{UPLOAD}"' in html(editor.get(LIST))


def test_a_worker_that_does_not_run_is_told(editor, pack):
    there = upload(editor, ("law.pack", pack))
    assert "后台进程可能没有运行" not in page(editor, there)
    LawImport.objects.update(asked_at=timezone.now() - texts.SLOW - timedelta(seconds=1))
    assert "后台进程可能没有运行" in page(editor, there)


def test_an_upload_that_nobody_confirms_is_given_up(editor, pack):
    there = upload(editor, ("law.pack", pack))
    work()
    uploads.forget_old()
    assert "等待确认" in page(editor, there)
    LawImport.objects.update(asked_at=timezone.now() - uploads.UNCONFIRMED - timedelta(seconds=1))
    uploads.forget_old()
    assert uploads.GIVEN_UP in page(editor, there)
    assert not LawImportFile.objects.exists()


def test_old_reports_go_but_not_that_of_the_newest_pack():
    long_ago = timezone.now() - uploads.KEPT - timedelta(days=1)
    for number, made in enumerate([long_ago, long_ago + timedelta(hours=1)]):
        LawImport.objects.create(
            kind="pack", state="done", name=str(number), made=made, signer="a", asked_at=long_ago
        )
    LawImport.objects.create(kind="files", state="done", name="f", asked_at=long_ago)
    uploads.forget_old()
    assert [one.name for one in LawImport.objects.all()] == ["1"]


def test_a_page_with_many_imports_asks_no_more_of_the_database(
    editor, pack, django_assert_num_queries
):
    for _ in range(3):
        upload(editor, (FILE, markdown(*articles(2))))
    editor.get(UPLOAD)
    with django_assert_num_queries(8):
        editor.get(UPLOAD)

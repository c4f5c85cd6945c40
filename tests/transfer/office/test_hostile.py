"""Uploads that are made to do harm, or are none: refused in a sentence."""

import json
import tempfile
import zipfile

import pytest

from richtext.base import archives
from statutes.importing import unpacking
from statutes.importing.uploads import LARGEST
from tests.transfer.office.importing import markdown, page, upload, work, zipped
from transfer import admin, office
from transfer.models import ArticleImport

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
GOOD = {"工伤.md": markdown()}
LISTED = zipped({f"{n}.md": "" for n in range(3)})
TOO_MUCH = "ZIP文件解压后过大：最多5000个文件"


def looked(client, content):
    there = upload(client, ("文章.zip", content)).url
    work()
    return page(client, there)


@pytest.mark.parametrize(
    "name",
    [
        "../出.md",
        "a/../../出.md",
        "..\\出.md",
        "C:/出.md",
        "长" * 90 + ".md",
        f"{'长' * 80}/" * 5 + "a.md",
    ],
)
def test_a_name_that_leads_elsewhere_is_not_read(editor, name):
    said = looked(editor, zipped({**GOOD, name: markdown("b1")}))
    assert unpacking.BAD_NAME in said
    assert "将新导入1篇，没有导入1处。" in said


def test_a_zip_whose_own_name_leads_elsewhere_stays_in_its_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    files = [("a.md", b"x"), ("...zip", zipped(GOOD))]
    with unpacking.laid_out(files, lambda name: "") as (folder, _):
        assert list(tmp_path.iterdir()) == [folder]
        assert len(list(folder.rglob("*.md"))) == 2


def test_what_is_no_article_in_a_zip_is_named(editor):
    said = looked(editor, zipped({**GOOD, "工伤.md/b.md": markdown("b1")}))
    assert unpacking.TWICE in said
    assert "将新导入1篇，没有导入1处。" in said
    there = upload(editor, ("a.md", markdown("c1")), ("文章.txt", "文字。")).url
    work()
    assert office.OTHER_KIND in page(editor, there)
    link = zipfile.ZipInfo("密.md")
    link.external_attr = 0o120777 << 16
    assert unpacking.BAD_NAME in looked(editor, zipped({**GOOD, link: "/etc/passwd"}))
    assert office.OTHER_KIND in looked(editor, zipped({**GOOD, "合同.doc": b"\xd0"}))


def test_a_zip_that_unpacks_to_too_much_is_refused_by_its_list(editor, monkeypatch):
    members = {f"{n}.md": "" for n in range(unpacking.MOST_MEMBERS + 1)}
    assert TOO_MUCH in looked(editor, zipped(members))
    # Of so many that the list itself would fill the memory, before that is read.
    with monkeypatch.context() as listed:
        listed.setattr(archives, "LONGEST_LIST", 100)
        listed.setattr(zipfile.ZipFile, "__init__", lambda *_: pytest.fail("was read"))
        assert TOO_MUCH in looked(editor, LISTED)
    monkeypatch.setattr(unpacking, "MOST_BYTES", 1000)
    with monkeypatch.context() as listed:
        listed.setattr(unpacking, "_unpack", lambda *_: pytest.fail("was unpacked"))
        assert TOO_MUCH in looked(editor, zipped({"a.md": "0" * 2000}))
    # A size that lies is noticed while it unpacks.
    monkeypatch.setattr(unpacking, "_checked", lambda infos, *_: infos)
    assert unpacking.TOO_LARGE in looked(editor, zipped({"b.md": "0" * 2000}))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"nothing", zipped(GOOD)[:60]], ids=["head", "no zip", "cut off"]
)
def test_what_is_no_zip_is_told(editor, content):
    assert unpacking.NO_ZIP in looked(editor, content)
    assert ArticleImport.objects.get().state == ArticleImport.State.FAILED


def test_names_that_windows_wrote_are_read(editor):
    data = zipped({"xxxx.md": markdown(body="文。")}).replace(b"xxxx", "工伤".encode("gbk"))
    assert "工伤.md" in looked(editor, data)


@pytest.mark.parametrize("sign", ["\x00", "\ud800"])
def test_a_sign_that_no_database_stores_is_refused_by_name_and_holds_up_nobody(editor, sign):
    record = {"id": "q1", "title": f"甲{sign}乙", sign: "x", "body": "<p>甲</p>"}
    there = upload(editor, ("甲.jsonl", json.dumps(record))).url
    work()
    said = page(editor, there)
    assert "甲?乙" in said
    assert ArticleImport.objects.get().state == ArticleImport.State.READY  # and not tried for ever


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([], admin.NO_FILE),
        ([("a.exe", b"MZ")], admin.WRONG_KIND.format("a.exe")),
        ([("a.csv", b"id,title")], admin.WRONG_KIND.format("a.csv")),
        ([("a.png", b"x")], admin.NO_ARTICLE),
        ([("a.md", b"x" * (LARGEST + 1))], admin.TOO_LARGE),
        ([(f"{n}.md", b"x") for n in range(6)], admin.TOO_MANY),
    ],
)
def test_an_upload_that_is_none_says_why(editor, files, words):
    answer = upload(editor, *files)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_the_same_upload_twice_is_one_and_no_more_than_some_wait_at_once(editor, monkeypatch):
    monkeypatch.setattr(office, "MOST_OPEN", 1)
    pages = {upload(editor, ("a.md", markdown())).url for _ in range(2)}
    assert len(pages) == ArticleImport.objects.count() == 1
    answer = upload(editor, ("b.md", markdown("b1")))
    assert (answer.status_code, ArticleImport.objects.count()) == (422, 1)
    assert office.TOO_MANY in answer.content.decode()

"""Which files of a folder are read, and which are refused, with the reason."""

import os

import pytest

from statutes.importing import files
from statutes.importing.document import UnreadableDocumentError
from statutes.importing.files import SourceFile, find_files, text_of
from tests.statutes.texts import articles, markdown, put

LAW = markdown(*articles(2))


def names(folder):
    return [one.name for one in find_files(folder)[0]]


def refusal(path):
    with pytest.raises(UnreadableDocumentError) as refused:
        text_of(SourceFile(path, path.name))
    return refused.value.words


def test_texts_are_found_in_folders_below(tmp_path):
    for path in ("甲.md", "法律/乙.MD", "法律/更深/丙.markdown"):
        put(tmp_path, path, LAW)
    assert names(tmp_path) == ["法律/乙.MD", "法律/更深/丙.markdown", "甲.md"]


def test_lists_of_contents_and_hidden_files_are_passed_over(tmp_path):
    for path in ("甲.md", "_index.md", "README.md", ".git/乙.md", ".丙.md", "db.sqlite3"):
        put(tmp_path, path, LAW)
    assert names(tmp_path) == ["甲.md"]


def test_a_loop_of_links_is_not_followed(tmp_path):
    put(tmp_path, "法律/甲.md", LAW)
    (tmp_path / "法律" / "圈").symlink_to(tmp_path, target_is_directory=True)
    assert names(tmp_path) == ["法律/甲.md"]


@pytest.mark.parametrize("name", ["没有", "甲.md", "空"])
def test_what_is_no_folder_of_texts_is_refused(tmp_path, name):
    put(tmp_path, "甲.md", LAW)
    (tmp_path / "空").mkdir()
    with pytest.raises(UnreadableDocumentError, match=name):
        find_files(tmp_path / name)


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_FILES", 1)
    put(tmp_path, "甲.md", LAW)
    put(tmp_path, "乙.md", LAW)
    with pytest.raises(UnreadableDocumentError, match="2个文件"):
        find_files(tmp_path)


def test_a_folder_that_is_too_large_as_a_whole_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_FOLDER", 100)
    for name in ("甲.md", "乙.md"):
        put(tmp_path, name, "字" * 20)
    words = files.TOO_LARGE_AS_A_WHOLE.format(folder=tmp_path, most=0)
    with pytest.raises(UnreadableDocumentError, match=words):
        find_files(tmp_path)


def test_a_name_never_breaks_the_line_it_is_printed_on(tmp_path):
    put(tmp_path, "甲\n\x1b[31m乙.md", LAW)
    os.close(os.open(os.fsencode(tmp_path) + b"/\xff.md", os.O_CREAT))
    assert names(tmp_path) == ["?.md", "甲??[31m乙.md"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_usual_encodings_are_read(tmp_path, encoding):
    path = put(tmp_path, "甲.md", LAW, encoding)
    assert text_of(SourceFile(path, "甲.md")) == (LAW, False)


def test_a_text_in_gbk_is_read_and_told_apart(tmp_path):
    path = put(tmp_path, "甲.md", LAW, "gbk")
    assert text_of(SourceFile(path, "甲.md")) == (LAW, True)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", files.EMPTY),
        (b" \n\r\n", files.EMPTY),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), files.NO_TEXT),
        (b"# \x00\x00\x00", files.NO_TEXT),
        (b"\xff\xfe\x00", files.NO_TEXT),
    ],
)
def test_what_is_no_text_is_refused(tmp_path, data, words):
    assert refusal(put(tmp_path, "甲.md", data)) == words


def test_a_huge_file_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "LARGEST", 100)
    assert "超过" in refusal(put(tmp_path, "甲.md", b"a" * 101))


def test_a_dead_link_and_a_pipe_are_refused(tmp_path):
    (tmp_path / "死.md").symlink_to(tmp_path / "没有.md")
    os.mkfifo(tmp_path / "管.md")
    assert refusal(tmp_path / "死.md") == files.NO_FILE
    assert refusal(tmp_path / "管.md") == files.NO_FILE


def test_a_link_out_of_the_folder_is_refused(tmp_path):
    outside = put(tmp_path, "合同.txt", LAW)
    (tmp_path / "甲.md").symlink_to(outside)
    assert refusal(tmp_path / "甲.md") == files.NO_FILE


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_named(tmp_path):
    put(tmp_path, "甲.md", LAW).chmod(0)
    put(tmp_path, "法律/乙.md", LAW).parent.chmod(0)
    assert "读取权限" in refusal(tmp_path / "甲.md")
    assert find_files(tmp_path)[1] == ["法律"]
    (tmp_path / "法律").chmod(0o700)

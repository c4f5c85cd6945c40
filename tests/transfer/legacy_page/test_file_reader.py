"""Which files are read, and how HTML becomes lines."""

import pytest

from tests.transfer.legacy_page import pages
from transfer.legacy_page import file_reader
from transfer.legacy_page.file_reader import LARGEST, read
from transfer.legacy_page.page import NotAPageError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gbk", "gb18030"])
def test_every_encoding_gives_the_same_lines(save, encoding):
    content = pages.text().replace("©", "").replace("\u00a0", " ")  # GBK has neither
    assert read(save(content, encoding)).lines[:4] == pages.HEAD


def test_indents_and_empty_lines_are_taken_out(save):
    lines = read(save(pages.text())).lines
    assert all(line == line.strip() and line for line in lines)
    assert pages.LEAD in lines


def test_scripts_and_styles_of_html_are_dropped(save):
    text = "\n".join(read(save(pages.html())).lines)
    assert "不要读我" not in text
    assert "color" not in text


def test_a_text_that_mentions_a_tag_is_not_taken_for_html(save):
    assert "不要把<script>alert(1)</script>这样的内容贴到网上。" in read(save(pages.text())).lines


def test_control_signs_are_taken_out(save):
    assert "方静川律师" in read(save("方静川\x1b律师\n" + pages.text())).lines


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", file_reader.EMPTY),
        ("  \n\u3000".encode(), file_reader.EMPTY),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", file_reader.NO_TEXT),
        (bytes(range(256)) * 9, file_reader.NO_TEXT),
        ("律师\x00律师".encode(), file_reader.NO_TEXT),
        (b"Just some English text about lawyers.", file_reader.NOT_CHINESE),
        (b" " * (LARGEST + 1), file_reader.TOO_LARGE),
    ],
)
def test_other_files_are_refused_with_a_sentence(save, content, reason):
    path = save(content)
    with pytest.raises(NotAPageError, match=reason.format(path)):
        read(path)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(NotAPageError, match="目录"):
        read(tmp_path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(NotAPageError, match="找不到文件"):
        read(tmp_path / "none.txt")

"""Which files are read, and how HTML becomes lines."""

import pytest

from tests.transfer.legacy_page import pages
from transfer.legacy_page.recognise import LARGEST, NotAPageError, read


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
        (b"", "文件是空的"),
        ("  \n\u3000".encode(), "文件是空的"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "不是文本文件"),
        (bytes(range(256)) * 9, "不是文本文件"),
        ("律师\x00律师".encode(), "不是文本文件"),
        (b" " * (LARGEST + 1), "超过 5 MB"),
    ],
)
def test_other_files_are_refused_with_a_sentence(save, content, reason):
    with pytest.raises(NotAPageError, match=f"文件 .*page.txt.*{reason}.*。$"):
        read(save(content))


@pytest.mark.parametrize("name", ["none.txt", ".", "n" * 5000])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(NotAPageError, match="。$"):
        read(tmp_path / name)

"""Files that are wrong, or made to do harm: a sentence with file and line, and nothing stored."""

import json
import zipfile
from io import BytesIO

import pytest
from docx import Document

from articles.models import Article, Tag
from richtext.base import front_matter
from statutes.importing.files import EMPTY, NO_FILE
from tests.growth import grows_evenly
from tests.transfer.importing.conftest import markdown
from transfer.importing import csv_file as in_sheets
from transfer.importing import docx_safety, embedded_article, files, jsonl
from transfer.importing.values import NO_MOMENT, UNSTORABLE

TOLD = {one.name: one.violation_error_message.rstrip("。") for one in Article._meta.constraints}
pytestmark = pytest.mark.engine

GOOD = json.dumps(
    {
        "id": 9,
        "title": "好的一行在这里吗？",
        "area": "labor",
        "author": "林致远",
        "body": "<p>好</p>",
    },
    ensure_ascii=False,
)
FRONT = {
    "---\ntitle: 没有结尾\n正文": front_matter.UNCLOSED,
    "---\ntitle: a\n\tarea: b\n---\nx": front_matter.TABS,
    "---\ntitle: a\ntitle: b\n---\nx": front_matter.TWICE.format("title"),
    "---\n- a\n- b\n---\nx": front_matter.NO_LINES,
    "---\n只有一句话\n---\nx": front_matter.NO_LINES,
    "---\na: &x [1]\nb: [*x, *x]\n---\nx": front_matter.NO_REFERENCES,
    "---\na: !!python/object/apply:os.system [x]\n---\nx": front_matter.NO_TYPES,
    "---\na: " + "[" * 500 + "\n---\nx": front_matter.TOO_DEEP,
    "---\na: [b\n---\nx": front_matter.MISFORMED,
    "---\n? [a]\n: b\n---\nx": front_matter.NAMES_ARE_TEXTS,
    "": EMPTY,
    " \n\u3000\n": EMPTY,
    "---\ntitle: 有标题\narea: labor\nauthor: 林致远\n---\n": "没有正文",
    "---\narea: labor\nauthor: 林致远\n---\nx": "没有标题",
}
JSON_LINES = {
    '{"id": 1': jsonl.NO_JSON,
    '{"id": NaN}': jsonl.NO_VALUE.format("NaN"),
    "[1]": jsonl.NO_OBJECT,
    '{"id": 1, "id": 2}': jsonl.TWICE.format("id"),
    '{"id": ' + "9" * 5000 + "}": jsonl.TOO_BIG,
    "[" * 100_000: jsonl.NO_JSON,
    GOOD.replace("好的", "\\ud800"): UNSTORABLE.format("title"),
    GOOD.replace("<p>", "<p>\\u0000"): UNSTORABLE.format("body"),
    GOOD.replace("好的一行", "长" * 61): "标题：",
    GOOD.replace("9,", '9, "state": "什么",'): "可以写：草稿、已发布、已撤下",
    GOOD.replace("9,", '9, "publish_at": "去年",'): NO_MOMENT.format(
        name="publish_at", told="去年"
    ),
    GOOD.replace("9,", '9, "publish_at": "2026-02-30",'): NO_MOMENT.format(
        name="publish_at", told="2026-02-30"
    ),
    GOOD.replace("9,", '9, "source_kind": "转载",'): TOLD["articles_reprint_has_source"],
    GOOD.replace("9,", '9, "checked_on": "2026-01-01",'): TOLD["articles_check_has_name"],
    GOOD.replace("9,", '9, "expires_at": "2000-01-01",'): TOLD["articles_expire_after_publish"],
    GOOD.replace("9,", '9, "tags": ["' + "长" * 21 + '"],'): "过长，最多20个字",
    GOOD.replace("9,", '9, "title": {"a": 1},').replace("好的一行在这里吗？", ""): "",
}


@pytest.mark.parametrize("text", FRONT, ids=range(len(FRONT)))
def test_wrong_front_matter_is_named_by_file(folder, run, text):
    (folder / "a.md").write_text(text, "utf-8")
    code, said = run()
    assert (code, Article.objects.count()) == (1, 0)
    assert "没有导入：a.md" in said
    assert FRONT[text] in said


@pytest.mark.parametrize("line", JSON_LINES, ids=range(len(JSON_LINES)))
def test_a_broken_line_is_named_and_its_neighbours_come_in(folder, run, line):
    (folder / "a.jsonl").write_text(f"{GOOD.replace('9,', '8,')}\n{line}\n{GOOD}\n", "utf-8")
    code, said = run()
    assert "没有导入：a.jsonl 第2行：" in said
    assert JSON_LINES[line] in said
    assert (code, Article.objects.count(), Tag.objects.count()) == (1, 2, 0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["a.md", "a.html", "a.jsonl", "a.csv"])
def test_encodings_of_chinese_files_are_read(folder, run, encoding, name):
    page = "<title>好的一行在这里吗？</title><body><p>好</p></body>"
    texts = {"a.md": markdown(id="9"), "a.jsonl": GOOD, "a.html": page}
    texts["a.csv"] = "编号,标题,业务领域,作者,正文\n9,好的一行在这里吗？,labor,林致远,好"
    (folder / name).write_bytes(texts[name].encode(encoding))
    code, said = run(area="labor", author="林致远")
    assert (code, Article.objects.count()) == (0, 1), said
    assert ("GBK" in said) == (encoding == "gb18030")


def test_one_line_in_a_broken_encoding_is_refused_alone(folder, run):
    (folder / "a.jsonl").write_bytes(GOOD.encode() + b'\n{"id": "\xff\xfe\xff"}\n')
    code, said = run()
    assert (code, Article.objects.count()) == (1, 1)
    assert f"第2行：{files.BAD_ENCODING}" in said


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.docx", "a.jsonl", "a.csv"])
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04" + b"\x00" * 60])
def test_what_is_no_text_is_refused(folder, run, name, data):
    (folder / name).write_bytes(data)
    code, said = run()
    assert Article.objects.count() == 0
    assert code == (0 if (name, data) == ("a.jsonl", b"") else 1), said


def test_wild_html_is_clean_when_it_is_in(folder, run):
    wild = (
        "<div>" * 500
        + "<p>文<script>x()</script><b onclick=y>字<a href='javascript:z'>"
        + "<p>甲" * 9
    )
    (folder / "a.html").write_text(f"<title>野生的网页行不行？</title>{wild}", "utf-8")
    (folder / "b.html").write_text(
        f"<h1>两兆的网页行不行？</h1>{'<p>很长的一段。</p>' * 70_000}", "utf-8"
    )
    (folder / "c.html").write_text(
        f"<h1>太大的网页行不行？</h1>{'<p>很长的一段。</p>' * 300_000}", "utf-8"
    )
    code, said = run(area="labor", author="林致远")
    assert "没有导入：c.html：正文超过2 MB" in said
    body = Article.objects.get(title="野生的网页行不行？").body
    assert not [char for char in ("script", "onclick", "javascript", "<div") if char in body]
    assert Article.objects.count() == 2


CSV = {
    'id;title;area;author;body\n1;分号可以吗可以吗？;labor;林致远;"引""号"': "",
    "id\ttitle\tarea\tauthor\tbody\n1\t制表符可以吗？\tlabor\t林致远\t好": "",
    'id,title,area,author,body\n1,"没有结尾,labor,林致远,好': f"第2行：{in_sheets.UNPAIRED}",
    "id,title,area,author,body\n1,少了一格,labor": f"第2行：{in_sheets.OTHER_WIDTH.format(3, 5)}",
    "id,title,id\n1,2,3": f"第1行：{in_sheets.TWICE.format('id')}",
    "只有一列\n1": f"第1行：{in_sheets.NO_HEADER}",
    "id,title,area,author,body\n1,有空\x00字符,labor,林致远,好": "第2行",
}


@pytest.mark.parametrize("text", CSV, ids=range(len(CSV)))
def test_sheets_with_other_signs_are_read_and_broken_rows_named(folder, run, text):
    (folder / "a.csv").write_text(text, "utf-8")
    code, said = run()
    assert CSV[text] in said
    assert (code, Article.objects.count()) == ((1, 0) if CSV[text] else (0, 1))


def test_a_cell_over_the_limit_is_refused_alone(folder, run, monkeypatch):
    monkeypatch.setattr("transfer.importing.csv_file.LONGEST", 1000)
    head = "id,title,area,author,body\n"
    rows = (
        f"1,太长的一格行不行？,labor,林致远,{'长' * 1001}\n2,下一行可以吗可以吗？,labor,林致远,好\n"
    )
    (folder / "a.csv").write_text(head + rows, "utf-8")
    code, said = run()
    assert (code, Article.objects.count()) == (1, 1)
    assert f"第2行：{in_sheets.TOO_LONG.format(0)}" in said


def document(**parts):
    """A Word file, with parts replaced or added."""
    word, buffer, out = Document(), BytesIO(), BytesIO()
    word.add_heading("文档里的标题可以吗？", 0)
    word.add_paragraph("一段文字。")
    word.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.pop(name, None) or old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


ENTITY = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'
BAD_WORD = {
    "entity": document(**{"word/document.xml": ENTITY}),
    "utf16": document(**{"word/document.xml": ENTITY.encode("utf-16")}),
    "bomb": document(**{"word/x.bin": b"\x00" * 3_000_000}),
    "deep": document(**{"word/document.xml": "<a>" * 5000 + "</a>" * 5000}),
    "cut": document()[:-200],
    "many": document(**{f"x/{n}": b"" for n in range(50)}),
    "tags": document(**{"word/document.xml": "<a>" + "<b/>" * 600_000 + "</a>"}),
    "half utf16": document(**{"word/document.xml": ENTITY.encode("utf-16-le")}),
    "entity by another name": document(**{"word/x.dat": ENTITY}),
    "utf16 by another name": document(**{"word/x.dat": ENTITY.encode("utf-16-be")}),
    "tags by another name": document(**{"word/x.dat": "<a>" + "<b/>" * 600_000 + "</a>"}),
}


@pytest.mark.parametrize("name", BAD_WORD)
def test_word_files_that_do_harm_are_refused(folder, run, name, monkeypatch):
    monkeypatch.setattr(docx_safety, "MOST_BYTES", 2_000_000)
    monkeypatch.setattr(docx_safety, "MOST_MEMBERS", 40)
    (folder / "a.docx").write_bytes(BAD_WORD[name])
    code, said = run(area="labor", author="林致远")
    assert (code, Article.objects.count()) == (1, 0)
    assert "没有导入：a.docx：" in said


def test_a_word_file_with_a_page_or_a_drawing_inside_is_read(folder, run):
    page = "<!DOCTYPE html><p>x"
    (folder / "a.docx").write_bytes(document(**{"word/afchunk.htm": page, "word/a.svg": "<svg/>"}))
    assert run(area="labor", author="林致远")[0] == 0


@pytest.mark.parametrize("filling", [" ", "urn:antou:article"])
def test_a_part_that_looks_like_ours_takes_no_time(filling):
    part = '<a xmlns="urn:antou:article">' if filling[0] == " " else '<a xmlns="'

    def read(size):
        whole = part + filling * size
        assert embedded_article.read(document(**{"customXml/item1.xml": whole})) is None

    assert grows_evenly(read, 200_000 // len(filling))


def test_a_change_within_a_change_is_no_stairway(folder, run):
    row = json.loads(GOOD) | {"state": "published"}
    for _ in range(90):
        row = {**row, "pending": dict(row)}
    (folder / "a.jsonl").write_text(json.dumps(row), "utf-8")
    assert run()[0] == 0
    assert Article.objects.get().revisions.count() == 2


def test_a_name_that_stands_twice_among_very_many_is_found_at_once(folder, run):
    def come_in(number):
        names = ",".join(f'"k{n}":1' for n in range(number))
        (folder / "a.jsonl").write_text(f'{{{names},"z":1,"z":2}}', "utf-8")
        code, said = run()
        assert (code, "“z”重复" in said) == (1, True)

    assert grows_evenly(come_in, 100_000)


def test_a_word_file_comes_in_with_its_title(folder, run):
    (folder / "a.docx").write_bytes(document())
    run(area="labor", author="林致远")
    article = Article.objects.get()
    assert (article.title, article.body) == ("文档里的标题可以吗？", "<p>一段文字。</p>")


def test_links_to_files_are_not_followed(folder, run, tmp_path):
    (tmp_path / "secret.md").write_text(markdown(), "utf-8")
    (folder / "a.md").symlink_to(tmp_path / "secret.md")
    code, said = run()
    assert (code, Article.objects.count()) == (1, 0)
    assert NO_FILE in said

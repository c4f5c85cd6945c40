"""Files that are wrong, or made to do harm: a sentence with file and line, and nothing stored."""

import json
from time import process_time

import pytest
from django.contrib.redirects.models import Redirect

from articles.models import Article, Tag
from richtext.base import front_matter
from richtext.base.decoding import EMPTY, NO_FILE
from richtext.core import word
from tests.growth import grows_evenly, largest
from tests.richtext.core.test_sanitise import LINKS, is_harmless
from tests.richtext.word_files import OFFICE, PACKAGE, STYLES, WORDS, W, document
from tests.transfer.office.importing import markdown
from transfer.importing import files, readers, values
from transfer.importing.old_sites import fit
from transfer.importing.record import SourceFile, UnreadableRecordError
from transfer.importing.values import NO_MOMENT, UNSTORABLE

pytestmark = pytest.mark.engine
TOLD = {one.name: one.violation_error_message.rstrip("。") for one in Article._meta.constraints}
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
    "---\na: !!python/object/apply:os.system [x]\n---\nx": front_matter.NO_TYPES,
    "---\na: " + "[" * 500 + "\n---\nx": front_matter.TOO_DEEP,
    "---\n? [a]\n: b\n---\nx": front_matter.NAMES_ARE_TEXTS,
    "": EMPTY,
    " \n\u3000\n": EMPTY,
    "---\ntitle: 有标题\narea: labor\nauthor: 林致远\n---\n": "没有正文",
    "---\narea: labor\nauthor: 林致远\n---\nx": "没有标题",
}
JSON_LINES = {
    '{"id": 1': readers.NO_JSON,
    '{"id": NaN}': readers.NO_VALUE.format("NaN"),
    "[1]": readers.NO_OBJECT,
    '{"id": 1, "id": 2}': readers.TWICE.format("id"),
    '{"id": ' + "9" * 5000 + "}": readers.NO_JSON,
    "[" * 100_000: readers.NO_JSON,
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
LINKED = document(
    **{
        "word/document.xml": WORDS.replace(
            "</w:body>",
            '<w:p><w:hyperlink r:id="r1"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p></w:body>',
        ).replace(W, f'{W} xmlns:r="{OFFICE}"'),
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/hyperlink" TargetMode="External"'
        ' Target="jav&#8203;ascript:x"/></Relationships>',
    }
)


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
@pytest.mark.parametrize("name", ["a.md", "a.html", "a.jsonl"])
def test_encodings_of_chinese_files_are_read(folder, run, encoding, name):
    page = "<title>好的一行在这里吗？</title><body><p>好</p></body>"
    texts = {"a.md": markdown(id="9"), "a.jsonl": GOOD, "a.html": page}
    (folder / name).write_bytes(texts[name].encode(encoding))
    code, said = run(area="labor", author="林致远")
    assert (code, Article.objects.count()) == (0, 1), said
    assert ("GBK" in said) == (encoding == "gb18030")


def test_one_line_in_a_broken_encoding_is_refused_alone(folder, run):
    good, other = GOOD.encode(), GOOD.replace('"id": 9', '"id": 10').encode()
    wrong = b'\n{"id": "\xff\xfe\xff"}\n{"id": "\x00"}\n'
    (folder / "a.jsonl").write_bytes(good + wrong + other)
    code, said = run()
    assert (code, Article.objects.count()) == (1, 2)
    assert f"第2行：{files.BAD_ENCODING}" in said
    assert "第3行" in said


@pytest.mark.parametrize("name", ["a.md", "a.html", "a.docx", "a.jsonl"])
@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04" + b"\x00" * 60])
def test_what_is_no_text_is_refused(folder, run, name, data):
    (folder / name).write_bytes(data)
    code, said = run()
    assert Article.objects.count() == 0
    assert code == (0 if (name, data) == ("a.jsonl", b"") else 1), said


def test_wild_html_is_clean_when_it_is_in(folder, run):
    wild = "".join(LINKS).replace("\0", "")  # refused in files
    (folder / "a.html").write_text(
        f"<title>野生的网页行不行？</title>{'<div>' * 500}{wild}", "utf-8"
    )
    (folder / "d.html").write_text(f"<h1>链接的网页行不行？</h1>{wild}", "utf-8")
    (folder / "e.md").write_text(markdown(body=wild.replace("\n", "&#10;")), "utf-8")
    (folder / "f.jsonl").write_text(json.dumps({**json.loads(GOOD), "body": wild}), "utf-8")
    (folder / "g.docx").write_bytes(LINKED)
    (folder / "b.html").write_text(
        f"<h1>两兆的网页行不行？</h1>{'<p>很长的一段。</p>' * largest(70_000)}", "utf-8"
    )
    (folder / "c.html").write_text(
        f"<h1>太大的网页行不行？</h1><p>{'很长的一段。' * 400_000}</p>", "utf-8"
    )
    code, said = run(area="labor", author="林致远")
    assert "没有导入：c.html：正文超过2MB" in said
    assert Article.objects.count() == 6, said
    assert all(is_harmless(one.body) for one in Article.objects.all())


def test_a_word_file_that_does_harm_is_refused(folder, run):
    (folder / "a.docx").write_bytes(document(**{"word/vbaProject.bin": b"x"}))
    code, said = run(area="labor", author="林致远")
    assert (code, Article.objects.count()) == (1, 0)
    assert f"没有导入：a.docx：{word.WITH_MACROS}" in said


def test_a_word_file_with_a_page_or_a_drawing_inside_is_read(folder, run):
    page = "<!DOCTYPE html><p>x"
    (folder / "a.docx").write_bytes(document(**{"word/afchunk.htm": page, "word/a.svg": "<svg/>"}))
    assert run(area="labor", author="林致远")[0] == 0


def test_what_an_older_release_exported_is_refused_with_the_formats_that_are_read(folder, run):
    """Word files that held the whole article beside its text, and tables."""
    whole = '<article xmlns="urn:antou:article">eyJmaWVsZHMiOiB7fX0=</article>'
    (folder / "a.docx").write_bytes(document(**{"customXml/antou.xml": whole}))
    (folder / "b.csv").write_text("id,title,area,author,body\n1,一,labor,林致远,好", "utf-8")
    for code, said in (run(area="labor", author="林致远"), run("a.docx", "b.csv")):
        assert (code, Article.objects.count()) == (1, 0)
        assert f"没有导入：a.docx：{files.NOT_READ.format('旧版本导出的Word文件')}" in said
        assert f"没有导入：b.csv：{files.NOT_READ.format('CSV表格')}" in said


def test_what_no_release_reads_is_refused_with_the_formats_that_are_read(folder, run):
    (folder / "a.xlsx").write_bytes(b"PK")
    code, said = run("a.xlsx")
    assert (code, "能导入的是Markdown" in said) == (2, True)


OWN_PAGE = """<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<title>原来的标题是什么？</title>
<meta name="antou:id" content="h1">
<meta name="antou:title" content="原来的标题是什么？">
<meta name="antou:area" content="labor">
<meta name="antou:author" content="lin-zhiyuan">
<meta name="antou:tags" content="[&quot;带，逗号&quot;, &quot;工伤&quot;]">
<meta name="antou:state" content="published">
<meta name="antou:old_url" content="/a.html&#10;/b.html">
<meta name="antou:pending" content="{&quot;title&quot;: &quot;改到一半的标题是什么？&quot;,
 &quot;area&quot;: &quot;labor&quot;, &quot;author&quot;: &quot;lin-zhiyuan&quot;,
 &quot;body&quot;: &quot;&lt;p&gt;改&lt;/p&gt;&quot;, &quot;format&quot;: &quot;html&quot;}">
</head>
<body>
<p>甲</p><header>乙</header>
</body>
</html>
"""


def test_a_page_that_an_older_release_exported_is_read_whole(folder, run):
    (folder / "a.html").write_text(OWN_PAGE, "utf-8")
    code, said = run()
    article = Article.objects.get()
    assert (code, article.title, article.state) == (0, "原来的标题是什么？", "published"), said
    assert {*article.tags.values_list("name", flat=True)} == {"带，逗号", "工伤"}
    assert Redirect.objects.filter(new_path=article.get_absolute_url()).count() == 2
    assert article.pending.content["title"] == "改到一半的标题是什么？"


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


@pytest.mark.parametrize("style", ["Title", "heading 1", "Normal"])
def test_a_word_file_is_called_by_its_title_or_only_heading_else_as_the_file(folder, run, style):
    styles = STYLES.replace('name w:val="Title"', f'name w:val="{style}"')
    (folder / "工伤.docx").write_bytes(document(**{"word/styles.xml": styles}))
    _, said = run(area="labor", author="林致远")
    article, is_found = Article.objects.get(), style != "Normal"
    assert article.title == ("文档里的标题可以吗？" if is_found else "工伤")
    assert (article.body == "<p>一段文字。</p>", readers.NAMED not in said) == (is_found, is_found)


def test_what_a_foreign_head_says_too_much_of_is_shortened(folder, run):
    told = f'<meta name="keywords" content="{",".join(map(str, range(12)))}">'
    told += '<meta name="expires" content="never"><meta name="date" content="Tue, 05 Mar 2024">'
    told += f'<meta name="description" content="{"摘" * 400}"><title>{"长" * 70}</title>'
    (folder / "a.html").write_text(f"{told}<p>正文。</p>", "utf-8")
    code, said = run(area="labor", author="林致远")
    article = Article.objects.get()
    assert (code, article.tags.count()) == (0, 10)
    assert (len(article.summary), len(article.title)) == (300, 60)
    assert fit.LONG_TITLE in said
    assert NO_MOMENT.format(name="publish_at", told="Tue, 05 Mar 2024").rstrip("。") in said
    assert "长" * 70 in article.body


def test_links_to_files_are_not_followed(folder, run, tmp_path):
    (tmp_path / "secret.md").write_text(markdown(), "utf-8")
    (folder / "a.md").symlink_to(tmp_path / "secret.md")
    code, said = run()
    assert (code, Article.objects.count()) == (1, 0)
    assert NO_FILE in said


@pytest.mark.parametrize("blank", ["\t", "#", "# "])
def test_a_heading_of_endless_blanks_is_read_in_no_time(blank, tmp_path):
    def read(size):
        (path := tmp_path / "a.md").write_text(f"# 题{blank * size}目 #\n\n正文", "utf-8")
        (record,) = readers.read_markdown(SourceFile(path, tmp_path, "a.md"))
        assert record.fields["title"].endswith("目")

    assert grows_evenly(read, 20_000)


def test_a_time_of_endless_blanks_is_judged_at_once():
    start = process_time()
    with pytest.raises(UnreadableRecordError):
        values.moment(f"2026-3-5{' ' * 20_000}x", "publish_at")
    assert process_time() - start < 1

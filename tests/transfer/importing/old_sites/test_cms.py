"""Dumps of 织梦, 帝国 and Pboot, whoever wrote them; what is none is refused in a sentence."""

import gzip
import sqlite3
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, State
from tests.growth import grows_evenly
from tests.transfer.importing.old_sites.dumps import DEDE, EMPIRE, PBOOT, PHP, SORT, read, records
from transfer.importing.old_sites import cms, fit, kinds, sql_rows, text
from transfer.importing.record import Record

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
BODY = "<p>它'说'：\r\nit's \\ 好</p>#p#下页#e#<p>再</p>"
WRITTEN = "'<p>它\\'说\\'：\\r\\nit''s \\\\ 好</p>#p#下页#e#<p>再</p>'"
SHAPES = {
    "as it is": DEDE,
    "another prefix": DEDE.replace("dede_", "www_site_"),
    "a row a statement": DEDE.replace("),\n(8,1,", ");\nINSERT INTO `dede_archives` VALUES (8,1,"),
    "replace": DEDE.replace("INSERT INTO", "REPLACE INTO"),
    "columns in the statement": DEDE.replace(
        "`dede_taglist` VALUES", "`dede_taglist` (`tid`, `aid`, tag) VALUES"
    ),
    "bytes as hex": DEDE.replace(WRITTEN, f"0x{BODY.encode().hex()}"),
    "GBK": DEDE.encode("gb18030"),
    "UTF-16": DEDE.encode("utf-16"),
    "packed": gzip.compress(DEDE.encode()),
    "Windows' line ends": DEDE.replace("\n", "\r\n"),
}
LOADING = f"{DEDE}DELIMITER ;\nLOAD DATA INFILE '/etc/passwd' INTO TABLE x;"
ANOTHER = "CREATE TABLE `pre_post` (`a` int);\nINSERT INTO `pre_post` VALUES (1);"
BARE = "INSERT INTO `dede_archives` VALUES (1,2);"
REFUSED = {
    "cut in a body": (DEDE[: DEDE.index("情况")], text.CUT_OFF),
    "cut between rows": (DEDE[: DEDE.index(',\n(8,2,"')], text.CUT_OFF),
    "cut between statements": (f"-- MySQL dump 10.13\n{DEDE}", text.CUT_OFF),
    "packed and cut": (gzip.compress(DEDE.encode())[:300], text.CUT_OFF),
    "loads a file": (LOADING, sql_rows.LOADS),
    "NUL": (DEDE.replace("好", "\0"), sql_rows.NO_TEXT),
    "of another program": (ANOTHER, cms.FOREIGN),
    "WordPress": ("INSERT INTO `wp_posts` VALUES (1,'x');", cms.OF_WORDPRESS),
    "without columns": (BARE, sql_rows.NO_COLUMNS.format("dede_archives")),
    "without articles": (DEDE[: DEDE.index("INSERT INTO `dede_archives`")], fit.NO_ARTICLES),
    "broken SQLite": (b"SQLite format 3\0" + b"x" * 5000, sql_rows.BROKEN),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_dede_is_read_whoever_wrote_the_dump(tmp_path, shape):
    first, second = read(tmp_path, SHAPES[shape], "备份")
    assert (first.site, first.fault) == ("织梦 DedeCMS", "")
    assert first.body == "<p>它'说'：\nit's \\ 好</p><h2>下页</h2><p>再</p>"
    told = first.fields
    assert (told["id"], told["title"], told["author"]) == ("dede:7", "工伤&认定", "林致远")
    assert (told["state"], told["publish_at"]) == ("published", "2019-07-01 09:00:00")
    assert (told["area"], told["tags"]) == (["工伤", "法律服务"], ["工伤", "时限"])
    assert told["old_url"][:2] == ["/a/gs/2019/0701/7.html", "/plus/view.php?aid=7"]
    assert "/a/gs/" in told["category_urls"]
    assert (second.fields["state"], second.body) == ("draft", '<p>看"情况</p>')
    assert second.notes == [fit.OTHERS.format(2)]


def test_a_dump_of_a_file_for_each_table_is_one(tmp_path):
    create, rows = [], {}
    for statement in DEDE.split("DELIMITER")[0].split(";\n"):
        table = statement.partition("`")[2].partition("`")[0]
        if "INSERT" in statement:
            rows[table] = f"{statement};\n"
        else:
            create.append(f"{statement};\n")
    for table, text_of_table in rows.items():
        (tmp_path / f"{table}_0_ab.txt").write_text(text_of_table, "utf-8")
    (tmp_path / "tables_struct_ab.txt").write_text("".join(create), "utf-8")
    (tmp_path / "说明.txt").write_text("我们的网站", "utf-8")
    found = kinds.exports(tmp_path, [one.name for one in tmp_path.iterdir()])
    assert (len(found), sum(found.values())) == (5, 1)
    assert len(records(tmp_path / "tables_struct_ab.txt")) == 2


@pytest.mark.parametrize("as_file", [False, True])
def test_pboot_is_read_from_sqlite_and_from_its_dump(tmp_path, as_file):
    path = tmp_path / "网站.bak"
    if as_file:
        with sqlite3.connect(path) as file:
            file.executescript(PBOOT)
    else:
        path.write_text(PBOOT, "utf-8")
    first, second = records(path)
    assert (first.site, first.body) == ("PbootCMS", "<p>C:\\共享\\' &nbsp;好</p>")
    assert (first.fields["area"], first.fields["tags"]) == (["劳动"], ["加班", "工资"])
    assert {"/?laodong/jiaban.html", "/laodong/jiaban.html"} <= {*first.fields["old_url"]}
    assert (second.fields["state"], second.body) == ("draft", "<p>一</p>\n<p>二</p>")


def test_pboot_of_mysql_escapes_otherwise(tmp_path):
    rows = (
        PBOOT.replace('"', "`").replace("PRAGMA foreign_keys=OFF;", "").replace("\\'' ", "\\\\\\' ")
    )
    first, _ = read(tmp_path, rows.replace("C:\\共", "C:\\\\共"))
    assert first.body == "<p>C:\\共享\\' &nbsp;好</p>"


def test_empire_is_read_from_its_own_backup_and_texts_in_files(tmp_path):
    folder = tmp_path / "bak"
    (tmp_path / "d/txt/2016/1008").mkdir(parents=True)
    folder.mkdir()
    (tmp_path / "d/txt/2016/1008/ab12.php").write_text("<? exit();?><p>文本</p>", "utf-8")
    for name, statements in EMPIRE.items():
        (folder / name).write_text(PHP.format(statements), "utf-8")
    first, second = records(folder / "phome_ecms_news_1.php", tmp_path)
    assert (first.site, first.body, second.body) == ("帝国CMS", "<p>$1</p>", "<p>文本</p>")
    assert (first.fields["area"], first.fields["tags"]) == (["合同", "法律"], ["合同"])
    assert first.fields["old_url"][:2] == ["/fl/2016/1.html", "/fl/ht/2016/1.html"]
    assert "/e/action/ShowInfo.php?classid=7&id=1" in first.fields["old_url"]
    (tmp_path / "d/txt/2016/1008/ab12.php").unlink()
    assert records(folder / "phome_ecms_news_1.php", tmp_path)[1].fault == cms.NO_TEXT_FILE
    (folder / "phome_enewsclass_1.php").write_text(PHP.format(statements)[:-30], "utf-8")
    assert [one.fault for one in records(folder / "phome_ecms_news_1.php")] == [text.CUT_OFF]


@pytest.mark.parametrize("why", REFUSED)
def test_what_is_no_whole_dump_is_refused_in_a_sentence(folder, run, why):
    data, words = REFUSED[why]
    (folder / "a.sql").write_bytes(data if isinstance(data, bytes) else data.encode())
    code, said = run("a.sql", area="labor", author="林致远")
    assert (code, Article.objects.count()) == (1, 0)
    assert f"没有导入：a.sql：{words}" in said


def test_one_value_that_never_ends_is_not_held(tmp_path, monkeypatch):
    monkeypatch.setattr(text, "LONGEST", 1000)
    monkeypatch.setattr(text, "STEP", 1000)
    endless = DEDE.replace("再", "再" * 5000)
    assert [one.fault for one in read(tmp_path, endless)] == [text.TOO_LONG]


def test_a_dump_comes_in_with_its_drafts_and_once(folder, run):
    (folder / "a.sql").write_text(DEDE, "utf-8")
    code, said = run(area="labor")
    assert (code, Article.objects.count(), "a.sql 第2篇：" in said) == (
        1,
        1,
        True,
    )  # it has no author
    assert run(area="labor", author="林致远")[0] == 0
    assert {*Article.objects.values_list("state", flat=True)} == {State.DRAFT, State.PUBLISHED}


def test_what_is_too_long_is_shortened_and_no_word_is_lost(tmp_path):
    title = "长" * (fit.LONGEST_TITLE + 1)
    first, *_ = read(
        tmp_path, DEDE.replace("工伤&amp;认定", title).replace("'时限'", f"'{'长' * 21}'")
    )
    assert len(first.fields["title"]) == fit.LONGEST_TITLE
    assert f"<p><strong>{title}</strong></p>" in first.body
    assert {fit.LONG_TITLE, fit.TAGS_LEFT} <= {*first.notes}
    longest = {name: Article._meta.get_field(name).max_length for name in ("title", "source")}
    assert longest == {"title": fit.LONGEST_TITLE, "source": fit.LONGEST_SOURCE}


@pytest.mark.parametrize("day", ["{:%Y-%m-%d}", "{0.year}/{0.month}/{0.day}", "{:%Y年%m月%d日}"])
def test_a_day_to_come_makes_a_draft_and_today_none_however_it_is_written(day):
    today = timezone.localdate()
    for on, state in ((today, None), (today + timedelta(days=370), "draft")):
        fit.fit(record := Record(None, fields={"publish_at": day.format(on)}))
        assert record.fields.get("state") == state


def test_time_grows_with_the_rows(tmp_path):
    def come_in(number):
        body = "<p>" + "很长的一段。" * 200 + "</p>"
        rows = "".join(
            f"INSERT INTO \"ay_content\" VALUES ({n},'5','题','','','{body}','1','');\n"
            for n in range(number)
        )
        columns = PBOOT[PBOOT.index('CREATE TABLE "ay_content" ') :].partition(";\n")[0]
        path = tmp_path / "a.sql"
        path.write_text(f"{SORT}{columns};\n{rows}", "utf-8")
        found = cms.SourceFile(path, tmp_path, "a.sql")
        assert sum(1 for _ in cms.read(found)) == number

    assert grows_evenly(come_in, 4000)
    assert sql_rows.LONGEST == text.LONGEST

"""A version without a text of its own: what is carried on, what an amendment gives, what not."""

from datetime import date

import pytest
from django.utils import timezone

from statutes.importing import carried
from statutes.importing.batch import import_folder
from statutes.law.table import Table
from statutes.models import Statute, StatuteArticle, TextSource
from statutes.search.finding import find_in_law
from tests.factories import make_statute

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

OLD = ["灯塔夜间应当点灯。", "浮标应当每月检查。\n记录保存一年。", "违者罚款。"]
NEW_DAY = {"promulgated": date(2023, 12, 29), "effective_from": date(2024, 3, 1)}
AMENDMENT = (
    "一、在灯塔法第一条后增加一条，作为第一条之一：“灯塔应当有编号。”\n"
    "二、将灯塔法第二条第二款修改为：“记录保存：\n“（一）三年；\n“（二）遇险时十年。”\n"
    "三、本修正案自2024年3月1日起施行。"
)


def versions(changed, amendment=""):
    old = make_statute(OLD, short_name="灯塔法", effective_to=NEW_DAY["effective_from"])
    TextSource.objects.create(statute=old, name="示例条文包 1.0")
    if amendment:
        known = {"preamble": amendment, "imported_at": timezone.now()}
        make_statute(short_name="灯塔法修正案（一）", **NEW_DAY, **known)
    return old, make_statute(short_name="灯塔法", changed=changed, **NEW_DAY)


def texts(row):
    return {(one.number, one.sub): one.text for one in row.articles.all()}


def page(client, row, place):
    return "".join(client.get(f"{row.get_absolute_url()}{place}/").text.split())


def test_what_an_amendment_left_alone_is_carried_on_and_what_it_gives_in_full_is_put_in(client):
    old, new = versions("1-1、2", AMENDMENT)
    carried.fill()
    clause = "记录保存：\n（一）三年；\n（二）遇险时十年。"
    second = f"{OLD[1].splitlines()[0]}\n{clause}"
    assert texts(new) == {
        (1, 0): OLD[0],
        (1, 1): "灯塔应当有编号。",
        (2, 0): second,
        (3, 0): OLD[2],
    }
    source = TextSource.objects.get(statute=new)
    assert (source.carried_from, source.missing, source.name) == (old, "", "示例条文包 1.0")
    assert f'{old.article_path(1)}">2020年文本</a>，《灯塔法修正案（一）》未改动本条。' in page(
        client, new, "1"
    )
    assert "本条由《灯塔法修正案（一）》增加。" in page(client, new, "1-1")
    assert "《灯塔法修正案（一）》改动了本条" in page(client, new, "2")
    assert [hit.article.statute for hit in find_in_law("灯塔应当有编号").hits] == [new]
    stored = Statute.objects.get(pk=new.pk).imported_at
    carried.fill()
    assert Statute.objects.get(pk=new.pk).imported_at == stored


def test_what_changed_in_words_that_are_not_here_is_neither_shown_as_law_nor_denied(client):
    unclear = (
        "一、在灯塔法第二条中增加一款作为第一款：“甲。”\n二、将灯塔法第三条修改为：“罚一百元。”"
    )
    old, new = versions("2", unclear)  # the table forgot 第三条
    carried.fill()
    assert texts(new) == {(1, 0): OLD[0], (3, 0): "罚一百元。"}
    table = Table.load()
    assert (table.lacks(new, 2), table.lacks(new, 4), table.is_missing(new, 2)) == (0, 1, 1)
    told = page(client, new, "2")
    assert "《灯塔法修正案（一）》改动了本条，本站尚未收录改动后的文字" in told
    assert f'旧文，已被改动：<ahref="{old.article_path(2)}">2020年文本</a>' in told
    assert "尚未收录改动后的2条" in client.get(new.get_absolute_url()).text


@pytest.mark.parametrize("why", ["unknown", "no text", "unchecked"])
def test_nothing_is_claimed_where_the_changes_or_the_old_words_are_not_known(why):
    old, new = versions("" if why == "unknown" else "2")
    if why == "no text":
        StatuteArticle.objects.all().delete()
    if why == "unchecked":
        Statute.objects.filter(pk=old.pk).update(source="导入文件 a.md")
    carried.fill()
    assert texts(new) == {}


def test_a_text_of_its_own_takes_its_place_and_a_table_put_right_takes_it_back(tmp_path):
    old, new = versions("2")
    carried.fill()
    assert texts(new) == {(1, 0): OLD[0], (3, 0): OLD[2]}
    Statute.objects.filter(pk=new.pk).update(changed="")
    carried.fill()
    assert (texts(new), Statute.objects.get(pk=new.pk).has_text) == ({}, False)
    Statute.objects.filter(pk=new.pk).update(changed="3")
    carried.fill()
    lines = ["# 中华人民共和国灯塔法", "", "2023年12月29日公布", "", "<!-- INFO END -->"]
    lines += ["", "第一条 甲。", "", "第二条 乙。"]
    (tmp_path / "灯塔法.md").write_text("\n".join(lines), "utf-8")
    import_folder(folder=tmp_path, dry_run=False, replace=False)
    carried.fill()
    assert texts(new) == {(1, 0): "甲。", (2, 0): "乙。"}
    assert TextSource.objects.get(statute=new).carried_from is None

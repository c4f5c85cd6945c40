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
    "三、删去灯塔法第三条。\n"
    "四、本修正案自2024年3月1日起施行。"
)
SECOND = "浮标应当每月检查。\n记录保存：\n（一）三年；\n（二）遇险时十年。"
# What the table forgot the amendment tells; the first point says what the article is not to say
UNCLEAR = "一、在灯塔法第二条中增加一款作为第一款：“甲。”\n二、将灯塔法第三条修改为：“罚一百元。”"


def versions(changed, amendment=""):
    old = make_statute(OLD, short_name="灯塔法", effective_to=NEW_DAY["effective_from"])
    if amendment:
        known = {"preamble": amendment, "imported_at": timezone.now()}
        make_statute(short_name="灯塔法修正案（一）", **NEW_DAY, **known)
    return old, make_statute(short_name="灯塔法", changed=changed, **NEW_DAY)


def carried_on(row):
    carried.fill()
    return {(one.number, one.sub): one.text for one in row.articles.all()}


def page(client, row, place):
    return "".join(client.get(f"{row.get_absolute_url()}{place}/").text.split())


def test_what_an_amendment_left_alone_is_carried_on_and_what_it_gives_in_full_is_put_in(client):
    old, new = versions("1-1、2、3、4", AMENDMENT)
    given = {(1, 1): "灯塔应当有编号。", (2, 0): SECOND, (3, 0): "（删去）"}
    assert carried_on(new) == {(1, 0): OLD[0], **given}
    first = f'{old.article_path(1)}">2020年文本</a>，《灯塔法修正案（一）》未改动本条。'
    told = {"1": first, "1-1": "本条由《灯塔法修正案（一）》增加。", "2": "改动了本条，以上是"}
    told["4"] = "《灯塔法修正案（一）》增加了本条，本站尚未收录新的文字"
    assert all(words in page(client, new, place) for place, words in told.items())
    assert [hit.article.statute for hit in find_in_law("灯塔应当有编号").hits] == [new]
    stored = Statute.objects.get(pk=new.pk).imported_at
    carried.fill()
    assert Statute.objects.get(pk=new.pk).imported_at == stored


def test_what_changed_in_words_that_are_not_here_is_neither_shown_nor_denied(client, tmp_path):
    old, new = versions("2", UNCLEAR)
    assert carried_on(new) == {(1, 0): OLD[0], (3, 0): "罚一百元。"}
    table = Table.load()
    assert [table.lacks(new, 2), table.lacks(new, 4)] == [False, True]
    assert f'旧文，已被改动：<ahref="{old.article_path(2)}">' in page(client, new, "2")
    assert "尚未收录改动后的2条" in client.get(new.get_absolute_url()).text
    lines = ["# 中华人民共和国灯塔法", "", "2023年12月29日公布", "", "第一条 甲。"]
    (tmp_path / "灯塔法.md").write_text("\n".join(lines), "utf-8")
    import_folder(folder=tmp_path, dry_run=False, replace=False)
    assert carried_on(new) == {(1, 0): "甲。"}  # a text of its own takes the place


def test_nothing_is_claimed_where_changes_or_old_words_are_not_known_and_a_claim_is_taken_back():
    old, new = versions("2")
    for row, good, wrong in (
        (new, {"changed": "2"}, {"changed": ""}),
        (old, {"source": ""}, {"source": "导入文件 a.md"}),  # of which nobody knows the place
    ):
        assert len(carried_on(new)) == 2
        Statute.objects.filter(pk=row.pk).update(**wrong)
        assert (carried_on(new), Statute.objects.get(pk=new.pk).has_text) == ({}, False)
        Statute.objects.filter(pk=row.pk).update(**good)
    between = {"promulgated": date(2022, 1, 1), "effective_from": date(2022, 1, 1)}
    make_statute(
        short_name="灯塔法", source="导入文件 b.md", **between
    )  # what it changed nobody knows
    assert carried_on(new) == {}
    Statute.objects.filter(**between).delete()
    assert len(carried_on(new)) == 2
    StatuteArticle.objects.all().delete()
    assert carried_on(new) == {}


def test_a_text_of_its_own_that_comes_meanwhile_is_not_taken_back(monkeypatch):
    _, new = versions("2")
    there = carried_on(new)

    def meanwhile(row, table):
        TextSource.objects.update(carried_from=None, missing="")

    monkeypatch.setattr(carried, "_before", meanwhile)
    assert carried_on(new) == there != {}


def test_an_article_whose_new_words_lack_since_an_earlier_change_was_not_added(client):
    old, changed = versions("2")
    carried.fill()
    day = date(2025, 1, 1)
    new = make_statute(short_name="灯塔法", changed="3", promulgated=day, effective_from=day)
    carried.fill()
    shown = page(client, new, "2")
    assert "2023年的修改改动了本条" in shown
    assert f'旧文，已被改动：<ahref="{old.article_path(2)}">' in shown
    old.delete()
    assert (carried_on(changed), carried_on(new)) == ({}, {})

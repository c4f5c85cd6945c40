"""Articles of law by their words, which comes first; the index follows imports, table and day."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from statutes.base import Kind, Status
from statutes.citations.places import Place
from statutes.models import IndexedText, Statute
from statutes.search import indexing as search
from statutes.search.finding import find_in_law
from statutes.search.indexing import (
    BY_KIND,
    LAW,
    fill_missing,
    missing,
    place_of,
    rebuild,
    weight_of,
)
from statutes.search.meaning import meant
from statutes.services import load_shipped, table
from tests.factories import make_statute
from tests.statutes.sample_law import company_law, version
from tests.statutes.texts import NO_REAL, REAL, articles, markdown, put

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def found(text, **options):
    """The texts of what is found."""
    return [one.article.text for one in find_in_law(text, **options).hits]


def make(*texts, **fields):
    """A statute with these articles, indexed."""
    statute = make_statute(texts, **fields)
    fill_missing()
    return statute


def test_what_holds_every_word_comes_first_and_only_one_statute_may_be_searched():
    make("试用期不得超过六个月。", "试用期工资。", "加班工资。")
    assert found("试用期 工资")[0] == "试用期工资。"
    assert find_in_law("试用期 工资").whole == 1
    assert find_in_law("试用期").total == 2
    statute = make("试用期甲。")
    make("试用期乙。")
    assert found("试用期", statute=statute) == ["试用期甲。"]


def test_script_width_and_asking_words_make_no_difference():
    make("试用期工资。")
    for query in ("試用期", "試用期工資", "试用期　工资", "请问试用期工资多少"):
        assert found(query) == ["试用期工资。"], query
        assert find_in_law(query).exact, query


def test_a_sentence_that_nothing_holds_in_full_finds_what_is_near_from_the_law_in_force():
    make("用人单位安排加班的，应当支付加班费。", "渔船应当登记。")
    make("用人单位安排加班的，支付加班费。旧。", effective_to=date(2022, 1, 1))
    answer = find_in_law("老板天天安排我加班却不给加班费这合法吗")
    assert not answer.exact
    assert [one.article.text for one in answer.hits] == ["用人单位安排加班的，应当支付加班费。"]


def test_what_the_law_calls_a_word_is_found_beside_what_was_typed():
    make("用人单位延长工作时间的，支付高于正常工作时间的工资报酬。", "应当支付加班费。", "渔船。")
    assert (len(found("加班费")), find_in_law("加班费").whole) == (2, 1)


def test_the_words_are_marked_where_they_stand():
    make("总的说来。" * 30 + "约定试用期的，工资另行商定。")
    (hit,) = find_in_law("试用期").hits
    assert ("试用期", True) in hit.lines
    assert len("".join(text for text, _ in hit.lines)) < 90


def test_pages_go_through_all_hits_without_a_double():
    make(*[f"试用期第{number}种。" for number in range(250)])
    pages = [find_in_law("试用期", 20, start) for start in range(0, 260, 20)]
    hits = [one.article.number for page in pages for one in page.hits]
    assert len(hits) == len(set(hits)) == pages[0].total == 250


DAY = date(2026, 11, 24)


@pytest.fixture
def law():
    """A few statutes as a table has them; one with its text."""
    version("民法典", {(1079, 0): "甲。\n乙。\n丙：\n（一）子；\n（二）丑。"}, article_count=1260)
    version("劳动合同法", {(38, 0): "甲。", (39, 0): "乙。"}, article_count=98)
    version("刑法", {(224, 0): "甲。", (224, 1): "乙。"}, article_count=452)
    version("民事诉讼法", aliases="民诉法", article_count=306)
    version("著作权法", article_count=67)
    version("建设工程解释（一）", kind=Kind.INTERPRETATION, doc_no="法释〔2020〕25号")


def test_articles_and_statutes_are_recognised_as_people_type_them(law):
    for query, names in {
        "民诉法第二百六十条": ["《民事诉讼法》第二百六十条"],
        "《民法典》第1079条第三款": ["《民法典》第一千零七十九条"],
        "刑法224条之一": ["《刑法》第二百二十四条之一"],
        "老板辞退我是不是劳动合同法39条说的": ["《劳动合同法》第三十九条"],
        "勞動合同法38、39條": ["《劳动合同法》第三十八条", "《劳动合同法》第三十九条"],
        "法释〔2020〕25号": ["《建设工程解释（一）》"],
        "试用期 劳动合同法": ["《劳动合同法》"],
    }.items():
        assert [one.name for one in meant(query, DAY)] == names, query
    for query in ("", "醉驾", "577", "公司法人", "德国民法典 823", "刑法十五年", "\ud800", "\0"):
        assert [one.place for one in meant(query, DAY) if one.place] == [], query


def test_a_crime_means_its_article():
    make_statute(short_name="刑法", article_count=452)
    known = {"合同诈骗罪判几年": [(224, 0)], "寻衅滋事": [(293, 0)], "偷税罪": [(201, 0)]}
    known |= {"盗窃罪和 掩饰隐瞒犯罪所得罪": [(264, 0), (312, 0)], "什么是犯罪": []}
    for query, places in known.items():
        assert [one.place for one in meant(query) if one.place] == places


def test_a_card_has_the_whole_article_the_clause_asked_for_or_a_beginning(law):
    (one,) = meant("民法典第1079条", DAY)
    assert (one.place, one.beginning, one.is_whole) == (Place(1079), one.text.split("\n"), True)
    assert one.standing.words.startswith("现行有效")
    assert one.url.endswith("/1079/")
    (one,) = meant("民法典第1079条第三款", DAY)
    assert (one.beginning, one.is_whole) == (["丙：", "（一）子；", "（二）丑。"], False)
    version("甲法", {(1, 0): "甲乙丙丁戊己庚辛，" * 60})
    (one,) = meant("甲法1", DAY)
    assert not one.is_whole
    assert one.beginning[0].endswith("辛，……")
    assert len(one.beginning[0]) <= 222


def test_what_a_version_has_not_is_told_and_found_in_an_older_one():
    old, _ = company_law({(1, 0): "甲。", (300, 0): "乙。"}, {(1, 0): "甲。", (2, 0): "乙。"})
    Statute.objects.update(imported_at=timezone.now())
    (one,) = meant("公司法300条", DAY)
    assert one.missing.startswith("《公司法》没有第三百条，最后一条是")
    assert one.url == one.statute.get_absolute_url()
    assert one.other == old
    assert one.other_url.endswith("/300/")


def statute(**fields):
    return Statute(**{"short_name": "甲法", "kind": Kind.LAW, **fields})


def test_kind_then_day_then_order_decide_and_no_two_are_equal():
    assert set(BY_KIND) == set(Kind)
    assert max(BY_KIND.values()) == BY_KIND[Kind.LAW]
    assert weight_of(statute(short_name="民法典")) > weight_of(statute())
    new = {"effective_from": date(2025, 1, 1)}
    places = [
        place_of(statute(**new), 0),
        place_of(statute(**new), 1),
        place_of(statute(effective_from=date(2020, 1, 1)), 0),
        place_of(statute(), 0),
        place_of(statute(kind=Kind.REGULATION, **new), 0),
        place_of(statute(kind=Kind.LOCAL), 10**6),
    ]
    assert places == sorted(places, reverse=True)
    assert 0 < places[-1] < places[0] < 1 << 63
    same_day = {place_of(statute(short_name=name), 0) for name in ("甲法", "乙法", "丙法")}
    assert len(same_day) == 3


def found_in_law(text, **options):
    hits = find_in_law(text, 10, **options).hits
    return [f"{one.article.statute.short_name}:{one.article.address}" for one in hits]


@pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL)
@pytest.mark.ci
def test_the_law_is_found_in_the_words_of_every_day():
    load_shipped.load()
    call_command("import_statutes", str(REAL), verbosity=0)
    assert missing() == 0
    wanted = {
        "醉驾": "刑法:133-1",
        "加班费": "劳动法:44",
        "试用期": "劳动合同法:19",
        "欠钱不还": "民间借贷规定:14",
        "诉讼费": "民事诉讼法:121",
        "高空抛物": "刑法:291-2",
        "公司不给我签合同我能要双倍工资吗": "劳动合同法:82",
        "老板拖欠工资怎么办": "劳动法:50",
        "夫妻离婚 彩礼": "民法典婚姻家庭编解释（一）:5",
    }
    assert [query for query, key in wanted.items() if key not in found_in_law(query)] == []
    for query in wanted:
        assert {one.status for one in find_in_law(query).hits} <= {Status.IN_FORCE}
    assert find_in_law("合同").total < find_in_law("合同", with_old=True).total
    _every_spelling_leads_to_the_article()


def _every_spelling_leads_to_the_article():
    """Asked of the same import, which takes some seconds."""
    queries = [
        *("劳动合同法38条", "民法典577", "民诉法第二百六十条", "《民法典》第1079条第三款"),
        *("刑法224条之一", "道交法76", "劳动法 44", "民法典 第577条 违约", "劳动合同法39条 辞退"),
        *("刑法133条之一", "勞動合同法38條", "民法典５７７", "公司法2018第20条"),
    ]
    for query in queries:
        (one,) = meant(query)
        assert one.text, query
        assert not one.missing
    assert [one.name for one in meant("法释〔2020〕25号")] == ["《建设工程解释（一）》"]


FILE = "法律/灯塔法(2020-05-28).md"
TODAY = timezone.localdate


def names(text, **options):
    """Statute, number and year of what is found."""
    hits = find_in_law(text, **options).hits
    return [f"{one.article.statute.short_name}{one.article.address}" for one in hits]


def lighthouses(folder, *body, **options):
    """灯塔法, in force, imported from a file: two articles unless its lines say otherwise."""
    if not Statute.objects.filter(short_name="灯塔法").exists():
        make_statute(short_name="灯塔法", slug="灯塔法-2020", effective_from=None)
    put(folder, FILE, markdown(*(body or articles(2))))
    call_command("import_statutes", str(folder), verbosity=0, **options)
    return Statute.objects.get(short_name="灯塔法")


def test_an_import_can_be_searched_at_once_and_takes_the_place_of_the_one_before(tmp_path):
    assert names("夜间点亮") == []
    lighthouses(tmp_path)
    assert names("夜间点亮") == ["灯塔法1", "灯塔法2"]
    assert missing() == 0
    lighthouses(tmp_path)
    lighthouses(tmp_path, "第一条 灯塔应当在白天熄灭。", replace_changed=True)
    assert names("夜间点亮") == []
    assert names("白天熄灭") == ["灯塔法1"]


def test_a_new_name_and_kind_can_be_searched_and_words_go_with_a_statute_unless_undone(tmp_path):
    statute = lighthouses(tmp_path)
    with transaction.atomic():
        table.delete(statutes=[statute])
        assert names("夜间点亮") == []
        transaction.set_rollback(True)
    assert names("夜间点亮") == ["灯塔法1", "灯塔法2"]
    statute = Statute.objects.get()
    statute.short_name, statute.kind = "航标法", Kind.REGULATION
    table.save_statute(statute=statute)
    assert names("航标法 点亮") == ["航标法1", "航标法2"]
    assert names("点亮", kind="law") == []
    statute.delete()
    assert (names("夜间点亮"), LAW.pks(), IndexedText.objects.exists()) == ([], [], False)


@pytest.mark.parametrize("why", ["saved", "by a file of the table", "nobody checked it"])
def test_what_ended_or_nobody_checked_is_found_only_by_who_asks_for_old_law(tmp_path, why):
    if why == "nobody checked it":
        put(tmp_path, FILE, markdown(*articles(2)))
        call_command("import_statutes", str(tmp_path), verbosity=0)
    elif why == "saved":
        statute = lighthouses(tmp_path)
        statute.effective_from, statute.effective_to = date(2020, 6, 1), date(2021, 6, 1)
        table.save_statute(statute=statute)
    else:
        lighthouses(tmp_path)
        row, days = table.load_rows()["灯塔法-2020"], (date(2020, 6, 1), date(2021, 6, 1))
        table.apply(rows=[replace(row, effective_from=days[0], effective_to=days[1])])
    assert names("夜间点亮") == []
    assert names("夜间点亮", with_old=True) == ["灯塔法1", "灯塔法2"]
    assert LAW.frequencies(["夜间"]).held == {"夜间": 0}


def test_the_day_brings_a_version_into_force_and_ends_one_though_nobody_has_noted_it():
    tomorrow = TODAY() + timedelta(days=1)
    old = make_statute(["灯塔旧。"], slug="甲", short_name="甲法", effective_to=tomorrow)
    new = make_statute(["灯塔新。"], slug="乙", short_name="乙法", effective_from=tomorrow)
    fill_missing()
    assert [one.article.statute for one in find_in_law("灯塔").hits] == [old]
    assert find_in_law("灯塔旧", day=tomorrow).hits == []
    table.refresh_statuses(day=tomorrow)
    assert [one.article.statute for one in find_in_law("灯塔", day=tomorrow).hits] == [new]
    Statute.objects.filter(pk=old.pk).update(effective_to=TODAY() - timedelta(days=400))
    assert not find_in_law("灯塔旧").hits
    assert find_in_law("灯塔旧", with_old=True).hits[0].is_old


def test_what_past_code_left_out_is_missing_and_filled_in():
    make_statute(["灯塔。"])
    assert (missing(), names("灯塔")) == (1, [])
    assert not fill_missing(keep_going=lambda: False)
    assert fill_missing()
    assert (missing(), len(names("灯塔"))) == (0, 1)


def test_a_change_of_the_table_does_not_index_what_was_never_in():
    """After an upgrade that is every text: a save in the office would take a minute."""
    statute = make_statute(["灯塔。"])
    table.save_statute(statute=statute)
    assert missing() == 1


def test_a_rebuild_writes_everything_anew_says_how_far_it_is_and_takes_out_the_rest():
    first, second = make_statute(["灯塔。"] * 3), make_statute(["灯塔。"])
    make_statute(imported_at=timezone.now())  # without articles: not missing for ever
    LAW.clear()
    told = []
    assert missing() > 0
    assert rebuild(tick=lambda *step: told.append(step)) == 4
    assert (told[-1], missing()) == ((4, 4), 0)
    keys = [one.pk for law in (first, second) for one in law.articles.all()]
    assert sorted(LAW.pks()) == sorted(keys)
    first.articles.filter(number=2).delete()
    rebuild()
    assert find_in_law("灯塔").total == 3


def test_what_is_imported_while_all_is_written_anew_stays_in(tmp_path):
    make_statute(["白天。"])
    rebuild(tick=lambda *step: lighthouses(tmp_path))
    assert names("夜间点亮") == ["灯塔法1", "灯塔法2"]
    assert LAW.frequencies(["夜间"]).held == {"夜间": 2}


def there_and_back():
    """By the command, for after it there is more to be told than the migrations do."""
    call_command("migrate", "statutes", "0002", verbosity=0)
    call_command("migrate", verbosity=0)


@pytest.mark.audit
@pytest.mark.django_db(transaction=True)
def test_a_site_without_texts_has_nothing_to_fill():
    make_statute(short_name="民法典")
    there_and_back()
    assert search.LAW.is_whole()

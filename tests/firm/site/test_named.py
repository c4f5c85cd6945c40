"""Who and what is found by name; the areas that a firm chooses."""

import pytest

from firm.base import current_site
from firm.models import Office, Page, PageKind, PracticeArea
from firm.site import areas, legal_pages, name_search
from tests.factories import make_area, make_lawyer, make_notice, make_settings

pytestmark = pytest.mark.django_db


def titles(query):
    return [one.title for one in name_search.find(query).found]


def make_page(title, kind=PageKind.OTHER, **fields):
    known = {"slug": f"page-{Page.objects.count()}", "body": "<p>正文。</p>"}
    return Page.objects.create(title=title, kind=kind, **{**known, **fields})


@pytest.fixture
def firm():
    make_settings()
    lawyers = [make_lawyer(name=name) for name in ("林致远", "王平", "任远", "欧阳明")]
    family = make_area(name="婚姻家庭与继承", slug="family", aliases="离婚\n抚养费\n彩礼")
    labour = make_area(name="劳动与工伤", slug="labour", aliases="劳动合同\n拖欠工资")
    make_area(name="合同纠纷", slug="contract", aliases="合同\n违约")
    make_page("收费说明", PageKind.FEES)
    make_notice()
    lawyers[0].areas.set([family])
    lawyers[1].areas.set([labour])
    return lawyers


STORY = "公司拖欠工资三个月不给，老板说没钱，请律师帮忙看看，谢谢"  # asks for no list of lawyers
FOUND = {
    "林致远律师": [
        "林致远", "林致远律师", "林律师", "找林致远律师", "林致远 律师", "致远", "林致遠",
        "我想找林律师咨询",
    ],
    "王平律师": ["王平", "找王平"],  # a short name, as a word of its own
    "欧阳明律师": ["欧阳律师"],
    "任远律师": ["任律师"],
    "收费说明": [
        "费用", "收费", "律师费", "多少钱", "请律师多少钱", "律师费怎么收", "收费标准",
        "你们怎么收费？",
    ],
    "联系我们": [
        "地址", "电话", "在哪", "怎么走", "上班时间", "你们在哪里", "律所地址", "电话号码是多少",
        "投诉",
    ],
    "婚姻家庭与继承": ["离婚", "離婚怎麼分財產", "婚姻家庭"],
    "劳动与工伤": ["工伤", "公司拖欠工资三个月不给", "劳动合同到期", STORY],
    "林致远律师、婚姻家庭与继承": ["离婚律师"],
    "律师": ["律师"],
    "林致远律师、收费说明、婚姻家庭与继承": ["林致远 离婚 律师费"],  # in this order
    "": ["", " ", "律", "\x00", "😀" * 400, "的" * 10_000, "“”", "%_'\""],
}  # fmt: skip


CHANCE = ["王平安欠钱", "小王平常不在家", "责任律师", "主任律师"]
OTHER_MATTERS = [
    "医疗费用谁承担", "物业收费不合理", "工伤赔多少钱", "对方地址不知道怎么起诉", "电话骚扰怎么办",
]  # fmt: skip


def test_who_and_what_a_query_names_and_what_is_chance_or_another_matter(firm):
    for found, queries in FOUND.items():
        for query in queries:
            assert "、".join(titles(query)) == found, query
    for query in CHANCE:  # a short name in another word
        assert not any("平律师" in one or "任远" in one for one in titles(query)), query
    for query in OTHER_MATTERS:
        assert not {"收费说明", "联系我们"} & set(titles(query)), query


def test_a_page_that_is_not_published_is_never_led_to(firm):
    Page.objects.update(is_published=False)
    assert titles("律师费") == titles("隐私") == titles("收费说明") == titles("咨询") == []


def test_a_page_is_found_by_what_it_is_for(firm):
    make_page("免责声明", PageKind.DISCLAIMER)
    assert titles("免责") == ["免责声明"]
    assert titles("隐私政策") == ["隐私告知"]
    assert titles("青石律师事务所") == []
    make_page("关于我们", PageKind.ABOUT)
    assert titles("青石律师事务所") == ["关于我们"]


def test_the_form_is_found_only_while_it_is_open(firm):
    assert titles("在线咨询") == ["在线咨询"]
    Page.objects.filter(kind=PageKind.PRIVACY).update(is_published=False)
    assert titles("在线咨询") == []


def test_a_short_word_beside_that_of_another_area_is_chance(firm):
    make_area(name="公司法务", aliases="公司")
    assert titles("公司拖欠工资三个月不给") == ["劳动与工伤"]
    assert set(titles("公司 拖欠工资")) == {"公司法务", "劳动与工伤"}


def test_lower_areas_come_first_offices_by_name_or_alias_and_at_most_five(firm):
    above = make_area(name="刑事辩护", slug="criminal", order=1)
    make_area(name="刑事量刑", slug="sentence", parent=above, order=2)
    assert titles("刑事") == ["刑事量刑", "刑事辩护"]
    office = Office.objects.create(name="城东办公室", address="云澜市东路1号", aliases="东区")
    assert [one.path for one in name_search.find("城东办公室").found] == [
        f"/contact/#office-{office.pk}"
    ]
    assert titles("东区") == ["城东办公室"]
    for number in range(8):
        make_area(name=f"继承第{number}类", slug=f"more-{number}")
    assert len(name_search.find("继承").found) == 5


def test_nobody_else_is_named_on_a_lawyers_own_site_nor_who_is_not_shown(firm):
    own = firm[0]
    with current_site.speaking_as(own):
        assert titles("王平律师") == []
        assert titles("林致远") == ["林致远律师"]
        assert titles("律师费") == ["收费说明"]
    type(firm[0]).objects.filter(name="林致远").update(is_published=False)
    assert titles("林致远") == []


def test_a_new_site_knows_its_pages_and_the_areas_it_chose():
    make_settings()
    areas.choose(slugs={"debt", "traffic"})
    fees = legal_pages.make_draft(PageKind.FEES)
    assert titles("律师费") == []
    Page.objects.filter(pk=fees.pk).update(is_published=True)
    assert titles("律师费") == ["收费说明"]
    assert titles("地址") == ["联系我们"]
    assert titles("欠钱不还") == ["债权债务"]
    assert titles("车祸") == ["交通事故"]
    assert titles("离婚") == []


def shown():
    return set(PracticeArea.objects.published().values_list("slug", flat=True))


def test_an_empty_database_offers_what_is_shipped_as_a_tree():
    offered = [area.slug for area in areas.on_offer()]
    at = offered.index("criminal")
    assert len(offered) == len(areas.shipped())
    assert offered[at : at + 4] == [
        "criminal", "criminal-charges", "criminal-procedure", "sentencing",
    ]  # fmt: skip
    assert not PracticeArea.objects.exists()


def test_what_is_ticked_is_shown_with_what_is_above_it_until_it_is_not():
    areas.choose(slugs={"labor", "medical"})
    medical = PracticeArea.objects.get(slug="medical")
    assert shown() == {"labor", "medical"}
    assert (medical.text, medical.sensitive, bool(medical.sensitive_reason)) == ("", True, True)
    areas.choose(slugs={"labor", "medical"})
    areas.choose(slugs={"labor"})
    assert shown() == {"labor"}
    assert PracticeArea.objects.count() == 2
    areas.choose(slugs={"sentencing"})
    assert shown() == {"criminal", "sentencing"}
    assert PracticeArea.objects.get(slug="sentencing").parent.slug == "criminal"


def test_an_area_of_ones_own_is_offered_instead_of_the_shipped_one_and_keeps_its_words():
    make_area(name="劳动与工伤", slug="work"), make_area(name="海事海商", slug="sea")
    offered = {area.slug for area in areas.on_offer()}
    assert {"work", "sea"} <= offered
    assert "labor" not in offered
    make_area(slug="air", text="<p>自己写的介绍。</p>")
    areas.choose(slugs={"air"})
    assert PracticeArea.objects.get(slug="air").text == "<p>自己写的介绍。</p>"

"""Everyday words lead to the real articles of law, which nobody made for this test."""

import pytest
from django.core.management import call_command

from statutes.base import Status
from statutes.search.finding import find_in_law
from statutes.search.indexing import missing
from statutes.search.meaning import meant
from statutes.services import load_shipped
from tests.statutes.texts import NO_REAL, REAL

pytestmark = [
    pytest.mark.skipif(not REAL.is_dir(), reason=NO_REAL),
    pytest.mark.django_db,
    pytest.mark.engine,
    pytest.mark.ci,  # it imports all of the law
]


def found(text, **options):
    hits = find_in_law(text, 10, **options).hits
    return [f"{one.article.statute.short_name}:{one.article.address}" for one in hits]


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
    assert [query for query, key in wanted.items() if key not in found(query)] == []
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

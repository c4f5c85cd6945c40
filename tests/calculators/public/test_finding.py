"""The list of tools, and which tool a question is led to."""

import pytest
from django.utils import timezone

from calculators.formulas import TOOLS
from calculators.models import ToolUse
from calculators.public import finding, uses

pytestmark = pytest.mark.django_db
QUESTIONS = {
    "离婚诉讼费怎么算": "court-fee",
    "離婚訴訟費怎麼算": "court-fee",
    "打官司要花多少钱": "court-fee",
    "经济补偿金计算": "severance",
    "n+1怎么算": "severance",
    "违法解除劳动合同赔偿金怎么算": "severance",
    "诉讼时效几年": "deadline",
    "上诉期是几天": "deadline",
    "申请执行期限": "deadline",
    "借条没写利息能要多少": "private-loan",
    "高利贷利率多少算违法": "private-loan",
    "国庆加班几倍工资": "overtime",
    "被车撞了能赔多少": "personal-injury",
    "打架轻伤赔多少": "personal-injury",
    "十级伤残赔偿多少钱": "personal-injury",
    "工伤十级赔偿标准": "work-injury",
    "没签劳动合同双倍工资怎么算": "double-wage",
    "判决生效不还钱利息怎么算": "delayed-payment",
    "离职没休年假怎么算钱": "annual-leave",
    "申请强制执行要交多少钱": "court-request",
    "财产保全费多少": "court-request",
}
UNRELATED = ["怎么起诉离婚", "孩子归谁", "律师费多少", "抚养费多少", "拘留37天怎么办", "林律师"]


def test_a_question_that_asks_how_much_or_until_when_leads_to_its_tool():
    found = {words: [one.name for one in finding.asked_for(words)][:1] for words in QUESTIONS}
    assert found == {words: [name] for words, name in QUESTIONS.items()}
    assert {words: finding.asked_for(words) for words in UNRELATED} == dict.fromkeys(UNRELATED, [])


def test_each_tool_has_words_and_areas_name_tools_that_there_are():
    assert finding.WORDS.keys() == TOOLS.keys()
    assert {name for names in finding.AREAS.values() for name in names} <= TOOLS.keys()


def test_the_search_of_the_site_shows_it_first(client):
    answer = client.get("/search/", {"q": "离婚诉讼费怎么算"})
    first = answer.text.index('<section class="slot')
    assert answer.text.index("/tools/court-fee/") > first
    assert 'id="slot-tool"' in answer.text[first : first + 300]
    assert "/tools/court-fee/" not in client.get("/search/", {"q": "怎么起诉离婚"}).text


def test_the_list_begins_with_what_is_used_most_and_finds(client):
    assert [one.name for one in uses.by_use()] == [*TOOLS]
    last = [*TOOLS][-1]
    ToolUse.objects.create(tool=last, day=timezone.localdate(), number=3)
    long_ago = timezone.localdate() - timezone.timedelta(days=uses.DAYS)
    ToolUse.objects.create(tool=[*TOOLS][5], day=long_ago, number=99)
    answer = client.get("/tools/")
    assert [one.name for one in answer.context["often"]] == [last, *[*TOOLS][:3]]
    assert len(answer.context["others"]) == len(TOOLS) - 4
    assert "/tools/severance/" in client.get("/tools/", {"q": "公司把我辞退了"}).text
    none = client.get("/tools/", {"q": "量子"})
    assert "没有与“量子”相应的计算" in none.text
    assert all(f"/tools/{name}/" in none.text for name in TOOLS)

"""The list of tools, and which tool a question is led to."""

from pathlib import Path

import pytest
from django.utils import timezone

from calculators.formulas import TOOLS
from calculators.models import ToolUse
from calculators.public import finding, uses

pytestmark = pytest.mark.django_db
QUESTIONS = Path(__file__).with_name("questions.txt").read_text().splitlines()[1:]


@pytest.mark.parametrize("line", QUESTIONS)
def test_a_question_that_asks_how_much_or_until_when_leads_to_its_tool(line):
    words, _, name = line.partition(" =")
    assert [one.name for one in finding.asked_for(words)][:1] == name.split()


def test_areas_name_tools_that_there_are():
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

"""The guides name buttons, lists and fields as the office shows them, word for word."""

import re

import pytest

from consult.models import Consultation
from tests.factories import make_superuser
from tests.test_rules import ROOT
from tests.website import desk_walk

pytestmark = pytest.mark.django_db
GUIDES = ["desk", "editing", "import", "statutes"]
QUOTED = "“[^”\n]+”"
ACTS = re.compile(rf"(?:点|选|选择|勾|勾选|打开|展开)((?:{QUOTED}(?:或者|或|、|和)?)+)")
GAP = re.compile("……|…")  # what differs from one time to another
# Shown for a moment, to others than a superuser, or by another program: the file that says it.
ELSEWHERE = {
}  # fmt: skip
FOREIGN = {}


def named(guide):
    """What a reader of the guide is told to click, choose or open."""
    text = (ROOT / "docs" / f"{guide}.md").read_text(encoding="utf-8")
    return sorted({word[1:-1] for one in ACTS.finditer(text) for word in re.findall(QUOTED, one[1])})


def pattern(words):
    """`导入……行` as it stands on a button: 导入12行."""
    return re.compile(".{1,20}".join(map(re.escape, GAP.split(words))))


@pytest.fixture
def shown(client, sample):
    """All that a superuser of the sample reads in the office."""
    client.force_login(make_superuser(username="boss"))
    starts = list(desk_walk.starts())
    pages = [page for _, _, page in desk_walk.walk(client, starts)]
    pages += [client.get(f"/admin/consult/consultation/{row.pk}/change/").text for row in Consultation.objects.all()]
    return "\n".join(line for page in pages for line in desk_walk.told(page))


def test_print(shown):
    for g in GUIDES:
        print("MISSING", g, [w for w in named(g) if not pattern(w).search(shown)])
    assert 0

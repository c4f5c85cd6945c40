"""Signs of HTML are only signs, wherever they come from, in all slots of a search."""

import pytest

from firm.models import Page, PageKind
from statutes.search.indexing import fill_missing
from tests.factories import (
    make_area,
    make_article,
    make_lawyer,
    make_settings,
    make_statute,
)

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
EVIL = "<script>灯塔</script>"
ATTRIBUTE = "灯塔\" onfocus='x' autofocus=\"</title></textarea>"


@pytest.fixture(autouse=True)
def _evil():
    make_settings(firm_name=f"灯塔{EVIL}", phone="0330-5559900")
    make_lawyer(name="灯塔<b>", aliases=EVIL, summary=EVIL)
    area = make_area(name=EVIL, aliases=f"{EVIL}，{ATTRIBUTE}", summary=EVIL)
    make_article(title=f"灯塔{EVIL}", summary=EVIL, area=area)
    make_article(title=ATTRIBUTE, summary=EVIL, area=area)
    page = {"slug": "deng", "kind": PageKind.ABOUT, "is_published": True}
    Page.objects.create(title=f"灯塔{EVIL}", body=f"<p>{EVIL}</p>", **page)
    make_statute([f"灯塔{EVIL}。"], short_name="灯塔法")
    fill_missing()


@pytest.mark.parametrize("query", ["灯塔", "灯塔法1条", EVIL, ATTRIBUTE, "灯塔 律师", "灯<塔"])
@pytest.mark.parametrize("path", ["/search/?q={}", "/statutes/?q={}", "/{}/"])
def test_markup_stays_text(client, path, query):
    answer = client.get(path.format(query.replace("/", "%2F").replace('"', "%22")))
    assert answer.status_code in (200, 302, 404)
    assert "<script>灯塔" not in answer.text
    assert "灯塔<b>" not in answer.text
    assert '灯塔" onfocus' not in answer.text
    assert "</textarea>" not in answer.text
    policy = [rule.strip() for rule in answer["Content-Security-Policy"].split(";")]
    assert "script-src 'self'" in policy


def test_in_the_box_a_sign_ends_no_attribute(client):
    page = client.get("/search/", {"q": ATTRIBUTE}).text
    assert "onfocus=&#x27;x&#x27; autofocus=&quot;&lt;/title&gt;" in page
    told = client.post("/consult/suggest/", {"question": f"灯塔{EVIL}怎么办"}).text
    assert "&lt;script&gt;灯塔" in told

"""What changes in the law, for feed readers and calendars."""

from xml.etree import ElementTree

import pytest

from tests.factories import make_statute
from tests.statutes.sample_law import contract_law
from tests.statutes.versions import in_days, make_new, make_old

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def feed(client, name):
    """The id of the feed of a text; title, summary and day of each of its entries."""
    root = ElementTree.fromstring(client.get(f"/statutes/{name}/feed/").content)
    assert root.findtext("a:author/a:name", None, ATOM)
    names = ("title", "summary", "updated")
    found = root.findall("a:entry", ATOM)
    rows = [[one.findtext(f"a:{name}", "", ATOM) for name in names] for one in found]
    return root.findtext("a:id", None, ATOM), rows


def test_a_feed_has_the_versions_of_a_text_the_newest_first_under_any_of_its_names(client):
    old, new = make_old(), make_new(changed="15、133-2", doc_no="第<1>号")
    identity, (first, second) = feed(client, new.slug)
    assert first[0] == "《公司法》（2023年）2024年7月1日起施行"
    assert second[0].startswith("《公司法》（2018年）")
    assert first[1].endswith("文号：第&lt;1&gt;号；改动的条文：第15条、第133条之二")
    assert first[2] == "2023-12-29T00:00:00+08:00"
    assert identity == feed(client, old.slug)[0] == feed(client, "公司法")[0]
    assert f'href="{new.get_absolute_url()}feed/"' in client.get(new.get_absolute_url()).text
    [end, _] = feed(client, contract_law().slug)[1]
    assert end[:2] == ["《合同法》2021年1月1日起不再适用", "由《民法典》合同编取代。"]
    make_statute(short_name="浮标法", effective_from=in_days(30))
    assert feed(client, "浮标法")[1][0][2].startswith("2020-05-28")  # no news of a day ahead


def calendar(client):
    content = client.get("/statutes/coming.ics").content
    assert all(len(one) <= 75 for one in content.split(b"\r\n"))
    return content.replace(b"\r\n ", b"").decode().split("\r\n")


def test_a_calendar_holds_the_days_ahead_and_never_nothing(client):
    make_old()
    assert "BEGIN:VTIMEZONE" in calendar(client)
    assert "BEGIN:VEVENT" not in calendar(client)
    day = in_days(30)
    make_new(short_name="海,港;渔\\业法", slug="海港法-2023", effective_from=day)
    make_statute(short_name="浮标法", effective_to=day)
    lines = calendar(client)
    uids = [one.split("@")[0] for one in lines if one.startswith("UID")]
    assert uids == ["UID:浮标法-2020-ends", "UID:海港法-2023-begins"]
    assert lines.count(f"DTSTART;VALUE=DATE:{day:%Y%m%d}") == 2
    assert [one for one in lines if one.startswith("SUMMARY:《海\\,港\\;渔\\\\业法》（2023年）")]

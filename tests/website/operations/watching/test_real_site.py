"""The counts and lines of a site that is served by two processes."""

import json
import urllib.error
import urllib.request

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.sample_site import SampleSite
from tests.site_process import wait_for

pytestmark = [pytest.mark.process, pytest.mark.ci]
MANY = 60  # requests, each over a connection of its own: both processes have some


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    known = {"LOG_FORMAT": "json", "ACCESS_LOG": "1", "TRUSTED_PROXY_COUNT": "1"}
    with SampleSite(tmp_path_factory.mktemp("site"), WEB_WORKERS="2", **known) as running:
        yield running


def counts(site):
    families = text_string_to_metric_families(site.get("/metrics")[1])
    return {
        (one.name, *one.labels.values()): one.value
        for family in families
        for one in family.samples
        if not one.name.endswith("_bucket")
    }


def status(site, path, **headers):
    asked = urllib.request.Request(f"{site.url}{path}", headers=headers)
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_requests_of_all_processes_are_counted_kept_pages_as_well(site):
    before = counts(site)
    for _ in range(MANY):
        site.get("/lawyers/")
    after = counts(site)
    key = ("antou_requests_total", "200", "firm:lawyers")
    assert after[key] - before.get(key, 0) == MANY
    sources = [("antou_pages_total", one) for one in ("kept", "rendered")]
    kept, rendered = (after.get(one, 0) - before.get(one, 0) for one in sources)
    assert (kept + rendered, rendered <= 2) == (MANY, True)
    assert 1 <= after["antou_request_seconds_count", "firm:lawyers"] < MANY
    assert len(list((site.folder / "metrics" / str(site.port)).glob("counter_*.db"))) == 2


def lines(site):
    return [json.loads(one) for one in site.output.splitlines() if one.startswith("{")]


def told_of(site, known):
    return [one for one in lines(site) if one.get("request") == known]


def test_each_request_is_a_line_whose_id_its_answer_and_its_other_lines_have(site):
    known = "c0ffee" * 5 + "00"
    assert status(site, "/no/such/page/?geheim=1", **{"X-Request-ID": known}) == 404
    wait_for(lambda: len(told_of(site, known)) > 1)  # the line comes after the answer
    found = told_of(site, known)
    assert [one["logger"] for one in found] == ["django.request", "antou.access"]
    line = found[1]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/no/such/page/", 404)
    assert line["ms"] > 0
    assert "geheim" not in json.dumps(found[1])

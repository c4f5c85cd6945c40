"""Sixteen who post questions at one moment, beside readers: nothing is lost, nobody is refused."""

import json

import pytest

from tests.crowd import ask_together, reading
from tests.sample_site import SampleSite

pytestmark = [pytest.mark.engine, pytest.mark.process, pytest.mark.ci]
WRITERS, EACH, READERS = 16, 5, 3
KEPT = """
import json
from consult.models import Consultation, Message
own = Consultation.objects.all()
print(json.dumps({
    "states": sorted(set(own.values_list("state", flat=True))),
    "questions": sorted(one.text for one in Message.objects.filter(consultation__in=own)),
    "events": own.filter(events__kind="received").count(),
}))
"""
TROUBLE = ["locked", "deadlock", "OperationalError", "Traceback"]


def test_all_are_stored_and_shown_their_receipt(tmp_path):
    env = {"TRUSTED_PROXY_COUNT": "1", "WEB_WORKERS": "2"}
    with SampleSite(tmp_path, **env) as site:
        site.shell("from consult.models import Consultation as C; C.objects.all().delete()")
        with reading(site, READERS) as read:
            asked = ask_together(site, WRITERS, EACH)
        kept = json.loads(site.shell(KEPT))
        said = site.output
    assert len({one.code for one in asked if one.code}) == WRITERS * EACH
    assert kept["questions"] == sorted(one.question for one in asked)
    assert (kept["states"], kept["events"]) == (["new", "quarantined"], WRITERS * EACH)
    assert read
    assert set(read) == {200}
    assert [word for word in TROUBLE if word in said] == []

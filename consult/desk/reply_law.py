"""What a reply cites of the law, while it is written: looked at like an article, stored nowhere."""

import re

from django.db.models import prefetch_related_objects

from articles.law import live_check
from articles.law.live_check import Findings
from consult.models import CannedCitation, CannedReply
from statutes.services import citation_sync

LAW = re.compile("[《〈法典条例定释]")  # without one of these nothing is cited, and nothing is read


def check(text: str) -> Findings | None:
    """The citations in a text by what is to be said of them; None for a text that cites nothing.

    The record that carries the words is never stored: it is that of a canned reply because a reply
    is checked by the same day and the same table.
    """
    if not LAW.search(text):
        return None
    records = citation_sync.preview(CannedCitation, CannedReply(text=text))
    prefetch_related_objects(records, "statute", "leads_to")
    return live_check.findings(records) if records else None

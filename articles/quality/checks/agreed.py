"""Wording that a client has agreed to: what was added since, nobody has agreed to."""

from articles.quality.checks.base import BODY, Hit, Severity, check
from articles.text import wording_key


@check(
    "agreed-words",
    "与咨询人同意的文字不同",
    Severity.RULE,
    "这篇文章由咨询整理而成，现在的文字与咨询人过目同意的不同。只是改了法律说明、错字的，可以保留；"
    "补充了案情的，请先重新征得咨询人同意，再发布。",
)
def words_of_a_client_changed(draft):
    now = wording_key.key(draft.title, draft.summary, draft.text)
    if draft.agreed_key and draft.agreed_key != now:
        yield Hit(BODY, about=now)

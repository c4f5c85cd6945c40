"""Drafts for the tests of the checks: one that nothing is to be said about, and changes of it."""

from dataclasses import replace
from datetime import date

from articles.quality.checks import Draft, run_checks

CLEAN = Draft(
    title="公司不签劳动合同怎么办？",
    summary="可以要求支付二倍工资，最多十一个月，一年内申请仲裁。",
    text="先把证据存好。依据见《劳动合同法》第八十二条。",
    html="<p>先把证据存好。依据见《劳动合同法》第八十二条。</p>",
    cited=((10, 22),),
    laws=("劳动合同法",),
    checked_on=date(2026, 10, 1),
    today=date(2026, 11, 25),
)


def draft(**fields):
    """The clean draft with some fields changed; a text is its HTML as well."""
    if "text" in fields and "html" not in fields:
        fields["html"] = "".join(f"<p>{line}</p>" for line in fields["text"].split("\n"))
    return replace(CLEAN, **fields)


def found(code, **fields):
    """The words that one check finds in the clean draft with some fields changed."""
    return [one.quote for one in run_checks(draft(**fields)) if one.check.code == code]


def codes(**fields):
    """The codes of all that is found in the clean draft with some fields changed."""
    return {one.check.code for one in run_checks(draft(**fields))}

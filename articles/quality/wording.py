"""Words that a law firm may not use, or no longer: absolute ones, advertising, old names."""

import re
import tomllib
from pathlib import Path

from articles.quality.checks import BODY, FIELDS, check, check_words, hits

WORDS = tomllib.loads(Path(__file__).with_name("wording.toml").read_text("utf-8"))
ABSOLUTE, DENIED, WRONG, AMOUNT = (
    re.compile("|".join(WORDS["absolute"][name])) for name in ("words", "denied", "wrong", "amount")
)


@check("absolute-words")
def absolute_words(draft):
    for hit in hits(draft, ABSOLUTE):
        amount = hit.quote.startswith("一定") and AMOUNT.search(hit.before)
        is_fine = hit.is_harmless or WRONG.search(hit.around.text)
        if not (is_fine or DENIED.search(hit.before) or amount):
            yield hit


def _unless(told):
    """When a hit is fine, by what stands around it or before it in its sentence."""
    around, before = (
        re.compile("|".join(told.get(name, ["(?!)"]))) for name in ("around", "before")
    )
    if "is_never_fine" in told:
        return lambda hit: False
    return lambda hit: (
        hit.is_harmless or around.search(hit.around.text) or before.search(hit.before)
    )


for told in WORDS["advertising"]:
    check_words(
        told["code"],
        re.compile("|".join(told["words"])),
        fields=[BODY] if "is_of_body" in told else FIELDS,
        unless=_unless(told),
    )


# Old names: crimes that were renamed, terms that the law gave up, words often mistyped.


@check("old-crime")
def old_crimes(draft):
    """Longest names first: a longer name may hold a shorter one. Told with the new name: silent."""
    names = {crime.old: crime for crime in draft.crimes}
    every = sorted({*names, *(crime.new for crime in draft.crimes)}, key=len, reverse=True)
    for hit in hits(draft, re.compile("|".join(map(re.escape, every)))) if every else []:
        crime = names.get(hit.quote)
        near = draft.paragraph_at(hit.start) if hit.field == BODY else hit.around
        if crime and crime.new not in near.text and not hit.is_quoted:
            yield hit.because(crime.words)


@check("old-term")
def old_terms(draft):
    for term in WORDS["old_terms"]:
        for hit in hits(draft, re.compile(term["words"])):
            if not (hit.is_quoted or term["today"] in hit.around.text.replace(hit.quote, "")):
                yield hit.because(term["why"])


@check("mistyped")
def mistyped(draft):
    found = set()
    for term in WORDS["mistyped"]:
        for hit in hits(draft, re.compile(term["words"])):
            # It may be the wording of a statute, of which older ones write 帐户.
            is_cited = hit.field == BODY and draft.paragraph_at(hit.start).is_cited
            if (hit.field, hit.start) not in found and not (hit.is_quoted or is_cited):
                found.add((hit.field, hit.start))
                yield hit.because(term["why"])

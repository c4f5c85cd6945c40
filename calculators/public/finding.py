"""Finds the tool for a question as people ask it: 离婚去法院要交多少钱, 诉讼时效几年."""

import re

from calculators.formulas import TOOLS, WORDS
from calculators.formulas.base import Tool
from calculators.public import uses
from firm.models import PracticeArea
from richtext.fulltext.tokens import fold

MOST = 3
# Questions are folded, so that traditional characters are found: so are these.
OWN, SHARED = (
    {name: re.compile(fold(getattr(tool, kind))) for name, tool in TOOLS.items()}
    for kind in ("own", "shared")
)
ASKS = re.compile(fold(WORDS["asks"]))
AREAS = WORDS["areas"]
WEIGHT = 3  # of a word of one tool alone


def find(question: str) -> list[Tool]:
    """The tools that a question speaks of, best first, at most three."""
    words = fold(question).replace(" ", "")
    scores = []
    for tool in uses.shown().values():
        own, shared = (len(set(one[tool.name].findall(words))) for one in (OWN, SHARED))
        scores.append((WEIGHT * (own + (fold(tool.label) in words)) + shared, tool))
    least = max(WEIGHT, max((score for score, _ in scores), default=0) / 2)
    near = sorted((one for one in scores if one[0] >= least), key=lambda one: -one[0])
    return [tool for _, tool in near[:MOST]]


def asked_for(question: str) -> list[Tool]:
    """The same for a search of the whole site: only who asks how much or until when."""
    words = fold(question)
    named = any(fold(tool.label) in words for tool in uses.shown().values())
    return find(question) if named or ASKS.search(words) else []


def of_area(area: PracticeArea) -> list[Tool]:
    """Those of an area, or of the one above it."""
    slugs = [area.slug, area.parent.slug if area.parent else ""]
    names = next((AREAS[slug] for slug in slugs if slug in AREAS), None)
    if names is None:
        return find(area.name)
    known = uses.shown()
    return [known[name] for name in names if name in known]

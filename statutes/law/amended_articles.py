"""Which articles an amendment touched, as the table writes it: 165、166、133-2. Pure functions.

Where it is known, a text that cites another article need not be looked at again.
"""

import re

from statutes.citations import Citation

PARTS = re.compile(r"[、，,；;\s]+")
NO_PLACE = "“{}”不是条文序号，请按165、133-2的格式填写，用顿号隔开。"
PLACE = re.compile(r"(\d{1,4})(?:-(\d{1,2}))?")


def places(text: str) -> frozenset[tuple[int, int]]:
    """Number and sub-number of each article; ValueError with a sentence for anything else."""
    found = set()
    for part in filter(None, PARTS.split(text)):
        place = PLACE.fullmatch(part)
        if not place or not int(place[1]):
            raise ValueError(NO_PLACE.format(part[:20]))
        found.add((int(place[1]), int(place[2] or 0)))
    return frozenset(found)


def tidy(text: str) -> str:
    """In order, each once, parted as people part numbers; ValueError as `places`."""
    return "、".join(f"{one}-{sub}" if sub else str(one) for one, sub in sorted(places(text)))


def touches(found: frozenset[tuple[int, int]], citation: Citation) -> bool:
    """Whether a citation means one of these articles, within a range too; a whole statute none."""
    if citation.number is None:
        return False
    if citation.until:
        return any(citation.number <= number <= citation.until for number, _ in found)
    return (citation.number, citation.sub) in found

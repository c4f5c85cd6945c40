"""Refuses Office files that fetch something when opened: relationships (ECMA-376, part 2).

A file without macros can name a template or an object on the net; Word fetches it, with the macros
that are in it. Links that a person has to click are left alone.
"""

import re
from html import unescape

from consult.files.types.accepted_types import FileTypeError

MOST_BYTES = 4 * 1024 * 1024  # of all relationships of a file
RELATION = re.compile(r"""<(?:[\w.-]+:)?Relationship\b(?:[^<>"']|"[^"]*"|'[^']*')*>""")
FETCHED = re.compile(r"/(?:attachedTemplate|oleObject|frame|subDocument)\s*[\"']", re.IGNORECASE)
FAR = re.compile(r"\bTarget\s*=\s*[\"']\s*(?:https?|ftp|mhtml|[a-z]+-[a-z]+):", re.IGNORECASE)
FROM_AFAR = "打开时会从网上加载内容，不能上传，请转成PDF后再上传"


def check(archive, members):
    """FileTypeError where opening fetches something from the net; ValueError for no UTF-8."""
    left = MOST_BYTES
    for member in members:
        if member.filename.lower().endswith(".rels"):
            with archive.open(member) as part:
                data = part.read(left + 1)
            left -= len(data)
            if left < 0:
                raise ValueError("too many relationships")
            _check_part(data.decode("utf-8-sig"))


def _check_part(text):
    if "\0" in text:  # UTF-16, say, which no office program writes here
        raise ValueError("odd relationships")
    for found in RELATION.findall(text):
        relation = unescape(found)
        if FETCHED.search(relation) and FAR.search(relation):
            raise FileTypeError(FROM_AFAR)

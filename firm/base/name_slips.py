"""The slip with a name that stands where a lawyer has no portrait."""

import re

MOST = 4  # characters that a slip has room for


def upright(name: str) -> str:
    """What of a name is set upright on it: all of 欧阳明远, the first part of 买买提·艾力."""
    return re.split(r"[·•・.\s]", name.strip())[0][:MOST]

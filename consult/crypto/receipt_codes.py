"""Receipt codes: 16 digits, shown for minutes, stored only as a keyed hash."""

import re
import unicodedata

from consult.crypto.fields import blind_index, blind_indexes, keyed_hashes

DIGITS = 16
TAIL = 4  # digits by which a client names a consultation on the telephone
LONGEST = 200  # characters that are read; to fold a megabyte of accents would take minutes


def new_code(submission: str, stored: str) -> str:
    """The code of a submission: the same for the same post sent twice, unguessable without a key.

    A pseudo-random function of the form's own random token, so that a double click or a reload
    shows the code that was given, although it is stored nowhere. `stored` is the keyed hash that
    is kept of the submission: its key makes the code, also after another one has become first.
    """
    key = stored.partition(":")[0]
    digests = dict(digest.split(":") for digest in keyed_hashes("receipt code", submission))
    return f"{int(digests[key], 16) % 10**DIGITS:0{DIGITS}d}"


def digits(text: str | None) -> str:
    """The digits of a code however it was typed, as many as there are in `LONGEST` characters.

    Full-width digits count; spaces, dashes of any kind and other characters between them do not.
    """
    return re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", (text or "")[:LONGEST]))


def normalise(text: str | None) -> str | None:
    """The 16 digits of a code however it was typed, or None when it is no code."""
    bare = digits(text)
    return bare if len(bare) == DIGITS else None


def grouped(code: str) -> str:
    """The code as it is shown: four groups of four."""
    return " ".join(code[place : place + 4] for place in range(0, DIGITS, 4))


def stored_hash(code: str) -> str:
    """What the database keeps of a code."""
    return keyed_hashes("code", code)[0]


def possible_hashes(code: str) -> list[str]:
    """What the database may keep of a code, under every key."""
    return keyed_hashes("code", code)


def tail_index(code: str) -> str:
    """What is kept of the last digits of a code, so that staff can find it on the telephone."""
    return blind_index("code tail", code[-TAIL:])


def tail_indexes(tail: str) -> list[str]:
    """What the database may keep of last digits, under every key."""
    return blind_indexes("code tail", tail)

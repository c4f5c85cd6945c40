"""More than 500 hostile files before the judge: every content under every name."""

import pytest

from consult.files.types import KINDS, CheckedFile, FileTypeError, check_upload
from tests.consult import sample_files
from tests.consult.hostile import CONTENTS, NAMES, is_harmless, is_taken


def judged(data, name):
    """What is kept of a file, or the sentence that refuses it."""
    try:
        return check_upload(sample_files.upload(data, name))
    except FileTypeError as refusal:
        return str(refusal)


def is_what_it_seems(kept):
    """What is kept is again judged as the kind that it is kept as."""
    kept.content.seek(0)
    data = kept.content.read()
    again = judged(data, kept.name)
    assert (again.kind, again.name) == (kept.kind, kept.name)
    assert kept.kind in KINDS
    assert kept.name.endswith((f".{kept.kind}", ".jpg"))
    assert kept.kind == "txt" or is_harmless(data)


@pytest.mark.parametrize("what", CONTENTS)
def test_a_hostile_file_is_refused_or_kept_as_what_it_is(what):
    for name in NAMES:
        kept = judged(CONTENTS[what], name)
        assert (name, isinstance(kept, CheckedFile)) == (name, is_taken(what, name))
        if isinstance(kept, CheckedFile):
            is_what_it_seems(kept)
        else:
            assert kept.endswith("。")

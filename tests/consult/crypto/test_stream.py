"""The content of a stored file: opens as a whole and at its place, or not at all."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.crypto import stream
from consult.crypto.fields import DecryptionError
from consult.crypto.stream import MARK, SALT_BYTES, SEGMENT, TAG_BYTES

KEY = bytes(range(32))
HEAD = len(MARK) + SALT_BYTES
PART = SEGMENT + TAG_BYTES


def sealed(data, place="a", key=KEY):
    return b"".join(stream.seal([data], key, place))


def opened(data, place="a", key=KEY):
    return b"".join(stream.opened(BytesIO(data), key, place))


class Trickle(BytesIO):
    """A stream that gives less than it is asked for, as a network does."""

    def read(self, size=-1):
        return super().read(min(size, 1000) if size > 0 else size)


SIZES = [0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 2 * SEGMENT, 3 * SEGMENT + 7]


def test_it_opens_as_it_was():
    for size in SIZES:
        data = bytes(number % 251 for number in range(size))
        assert opened(sealed(data)) == data
        assert b"".join(stream.opened(Trickle(sealed(data)), KEY, "a")) == data


@given(st.lists(st.binary(max_size=200)))
def test_the_pieces_it_is_made_of_do_not_matter(pieces):
    assert opened(b"".join(stream.seal(pieces, KEY, "a"))) == b"".join(pieces)


def test_the_same_content_is_never_the_same_file():
    assert sealed(b"abc")[HEAD:] != sealed(b"abc")[HEAD:]


THREE = sealed(b"a" * SEGMENT + b"b" * SEGMENT + b"c" * SEGMENT)
FIRST, SECOND, THIRD = (THREE[HEAD + n * PART : HEAD + (n + 1) * PART] for n in range(3))


def test_what_was_cut_lengthened_or_reordered_does_not_open():
    for changed in [
        b"",
        THREE[:HEAD],
        THREE[:-1],
        THREE[: HEAD + PART],
        THREE[: HEAD + 2 * PART],
        THREE + b"x",
        THREE + THIRD,
        THREE[:HEAD] + SECOND + FIRST + THIRD,
        THREE[:HEAD] + FIRST + THIRD,
        THREE[:HEAD] + FIRST + FIRST + THIRD,
        b"XXXX" + THREE[4:],
        THREE[:5] + bytes([THREE[5] ^ 1]) + THREE[6:],
        THREE[:500] + bytes([THREE[500] ^ 1]) + THREE[501:],
        sealed(b"another")[:HEAD] + THREE[HEAD:],
    ]:
        with pytest.raises(DecryptionError):
            opened(changed)


def test_it_opens_for_no_other_attachment_and_under_no_other_key():
    for elsewhere in [{"place": "b"}, {"key": bytes(32)}]:
        with pytest.raises(DecryptionError):
            opened(THREE, **elsewhere)

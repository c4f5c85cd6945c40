"""The measure of growth itself: it lets pass what grows with its size, and finds a square."""

from tests.growth import grows_evenly, largest


def test_what_grows_with_its_size_passes():
    assert grows_evenly(lambda size: sum(range(size)), 10_000_000)


def test_what_grows_with_the_square_of_its_size_is_found():
    side = largest(20_000) / 4000  # the same work at every stage, the smaller well above LEAST
    assert not grows_evenly(lambda size: sum(range(int((size / side) ** 2))), 20_000)

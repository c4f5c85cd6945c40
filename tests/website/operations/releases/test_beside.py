"""The promise in the name of a migration, and the release of the code that reads it."""

import pytest

from website.operations.releases import beside, frozen


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("0012_rooms_beside_0_2_0", (0, 2, 0)),
        ("0012_rooms_beside_1_10_3", (1, 10, 3)),
        ("0012_rooms", None),
        ("0012_beside_0_2", None),
        ("0012_beside_0_2_0_rooms", None),
    ],
)
def test_the_promise_stands_at_the_end_of_the_name(name, known):
    assert beside.oldest(name) == known


def test_releases_are_compared_as_numbers(monkeypatch):
    monkeypatch.setattr(beside, "our_release", lambda: (0, 10, 0))
    assert beside.lives_with("0012_rooms_beside_0_9_1")
    assert beside.lives_with("0012_rooms_beside_0_10_0")
    assert not beside.lives_with("0012_rooms_beside_0_11_0")
    assert not beside.lives_with("0012_rooms")


def test_our_release_is_the_last_one_that_froze_a_migration(tmp_path):
    listed = tmp_path / "list.txt"
    listed.write_text("# none yet\n")
    assert beside.newest(listed) == ()
    listed.write_text("ab 0.9.0 a.py\ncd 0.10.0 b.py\nef 0.2.0 c.py\n")
    assert beside.newest(listed) == (0, 10, 0)
    assert beside.our_release() == max(
        tuple(map(int, release.split("."))) for _, release, _ in frozen.frozen()
    )

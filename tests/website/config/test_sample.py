"""Which site a process works with: the sample, or the firm's own."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import sample


@pytest.mark.parametrize(
    ("env", "is_there", "is_shown"),
    [
        ({}, False, True),
        ({"SAMPLE": "yes"}, False, True),
        ({}, True, False),
        ({"SAMPLE": "1"}, True, False),
        ({"SAMPLE": "0"}, False, False),
        ({"DATABASE_URL": "postgres://a@b/c"}, False, False),
        ({"SAMPLE": "only"}, True, True),
        ({"SAMPLE": "only", "DATABASE_URL": "postgres://a@b/c"}, False, True),
    ],
)
def test_the_sample_is_shown_until_there_is_a_site_of_ones_own(
    monkeypatch, tmp_path, env, is_there, is_shown
):
    for name in ("SAMPLE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    if is_there:
        (tmp_path / sample.DATABASE).touch()  # also one that 0.1.0 has made
    assert sample.is_shown(tmp_path) == is_shown


def test_another_word_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("SAMPLE", "both")
    with pytest.raises(ImproperlyConfigured, match="SAMPLE 只能是"):
        sample.is_shown(tmp_path)

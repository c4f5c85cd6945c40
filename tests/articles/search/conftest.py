"""What the process remembers of words is another test's."""

import pytest

from articles.search import did_you_mean


@pytest.fixture(autouse=True)
def _forgotten():
    did_you_mean.forget()

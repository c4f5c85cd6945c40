"""What the process remembers of words is another test's."""

import pytest

from articles.search import vocabulary


@pytest.fixture(autouse=True)
def _forgotten():
    vocabulary.forget()

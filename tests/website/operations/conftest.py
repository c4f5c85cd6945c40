"""What a process remembers of its database is another test's."""

import pytest

from website.operations import schema


@pytest.fixture(autouse=True)
def _look_again():
    schema.look_again()
    yield
    schema.look_again()

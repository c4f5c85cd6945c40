"""What a process remembers of its database is another test's; a pair of keys for backups."""

import pytest

from website.operations import schema
from website.operations.backup import age


@pytest.fixture(autouse=True)
def _look_again():
    schema.look_again()
    yield
    schema.look_again()


@pytest.fixture(scope="session")
def pair(tmp_path_factory):
    """The file of a private key, and the public key."""
    path = tmp_path_factory.mktemp("keys") / "key.txt"
    return path, age.make_key(path)

"""A pair of keys for the tests of a folder."""

import pytest

from website.operations.backup import age


@pytest.fixture(scope="session")
def pair(tmp_path_factory):
    """The file of a private key, and the public key."""
    path = tmp_path_factory.mktemp("keys") / "key.txt"
    return path, age.make_key(path)

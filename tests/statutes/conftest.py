"""Who keeps the table of statutes."""

import pytest

from tests.factories import make_member


@pytest.fixture
def editor(client):
    client.force_login(make_member("编辑"))
    return client

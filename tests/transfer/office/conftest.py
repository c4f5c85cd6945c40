"""An editor who imports."""

import pytest

from tests.factories import make_member


@pytest.fixture
def editor(client, site):
    """Logged in; may write and publish."""
    client.force_login(make_member("编辑"))
    return client

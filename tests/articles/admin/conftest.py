"""Who may do everything in the office."""

import pytest

from tests.factories import make_superuser


@pytest.fixture
def office(client):
    client.force_login(make_superuser())
    return client

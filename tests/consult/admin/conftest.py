"""Who has asked, and who sits at the desk."""

import pytest

from tests.consult.desk_pages import make_answering
from tests.factories import make_consultation, make_superuser


@pytest.fixture
def asked():
    return make_consultation(name="王小明")[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


@pytest.fixture
def manager(client):
    user = make_superuser()
    client.force_login(user)
    return user

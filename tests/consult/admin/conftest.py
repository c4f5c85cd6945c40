"""Who has asked, and who sits at the desk."""

import pytest

from tests.consult.desk_pages import ALL, VIEW, make_answering
from tests.consult.registering import make_registrar
from tests.factories import make_consultation, make_staff, make_superuser


@pytest.fixture
def asked():
    return make_consultation(name="王小明")[0]


@pytest.fixture
def lawyer(client):
    user = make_answering()
    client.force_login(user)
    return user


@pytest.fixture
def registrar(client):
    """A lawyer at the telephone, logged in."""
    user = make_registrar(email="lin@example.com")
    client.force_login(user)
    return user


@pytest.fixture
def manager(client):
    user = make_superuser()
    client.force_login(user)
    return user


@pytest.fixture
def reader(client):
    client.force_login(make_staff(VIEW, ALL))
    return client

"""Every address of the contract answers with the sample firm, and what it costs there."""

import pytest

from tests.test_smoke import ADDRESSES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
FULL = ["/lawyers/lin-zhiyuan/", "/areas/criminal/", "/pages/privacy/", "/articles/?page=2"]


@pytest.mark.parametrize("address", [*ADDRESSES, *FULL])
def test_answers_with_the_sample_firm(client, address):
    assert client.get(address).status_code == 200

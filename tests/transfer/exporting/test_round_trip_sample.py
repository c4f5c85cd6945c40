"""The sample articles, exported and imported into an empty site, in every format."""

import pytest

from tests.transfer.exporting.conftest import differences, snapshot
from tests.transfer.exporting.test_round_trip import FORMATS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


@pytest.mark.parametrize("format", FORMATS)
def test_the_sample_comes_back(format, there_and_back):
    before = snapshot()
    assert len(before) > 30
    assert differences(before, there_and_back(format)) == []

"""The last of several values counts."""

import pytest

from consult.models import Consultation
from tests.consult.posting import FORM, good_post

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_of_several_values_the_last_counts(client):
    post = good_post(city=["甲城", "乙城"])
    assert client.post(FORM, post).status_code == 302
    assert Consultation.objects.get().city == "乙城"

"""The page of a tool: asked on GET, answered on POST, and what is wrong beside its field."""

import pytest

from calculators import parameters
from calculators.public.forms import NO_DAY, NO_NUMBER, TOO_LARGE, TOO_SMALL

pytestmark = pytest.mark.django_db
FEE = "/tools/court-fee/"
DIVORCE = {"kind": "divorce", "amount": "50万", "filed": "2026-11-30"}


@pytest.fixture(autouse=True)
def shipped():
    parameters.load()


def test_a_post_is_answered_and_stored_nowhere(client):
    answer = client.post(FEE, DIVORCE)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert "1,550.00" in answer.text
    assert "1,800.00" in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("amount", "-1", TOO_SMALL % {"limit_value": 0}),
        ("amount", "100000000000000000000", TOO_LARGE % {"limit_value": 10**12}),
        ("amount", "很多", NO_NUMBER),
        ("filed", "2026-06-31", NO_DAY),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_the_facts_stay(client, field, typed, words):
    answer = client.post(FEE, {**DIVORCE, field: typed})
    assert answer.context["form"].errors[field] == [words]
    assert f'value="{typed}"' in answer.text
    assert answer.context["result"] is None

"""What a refusal says of the areas and lawyers that there are."""

import pytest

from firm.models import PracticeArea
from transfer.importing.record import UnreadableRecordError
from transfer.importing.values import ABOVE, NEAREST, NameLookup

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def refusal(known, told):
    with pytest.raises(UnreadableRecordError) as refused:
        known.get(told)
    return refused.value.words


def test_all_areas_are_listed_once_and_the_nearest_each_time():
    known = NameLookup(PracticeArea)
    assert "劳动与工伤（labor）" in refusal(known, "劳动工伤")
    again = refusal(known, "劳动工伤")
    assert again.endswith(NEAREST.format("劳动与工伤") + ABOVE.format("业务领域"))

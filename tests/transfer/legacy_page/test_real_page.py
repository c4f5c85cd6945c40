"""The page that the feature was made for; it names a real person and is not in the repository."""

from pathlib import Path

import pytest
from django.conf import settings

from transfer.legacy_page.recognise import read, recognise

PAGE = Path(settings.BASE_DIR).parent / "shared" / "model-page" / "page.txt"


@pytest.fixture
def page():
    if not PAGE.is_file():
        pytest.skip(f"the real page is not at {PAGE}")
    return recognise(read(PAGE))


def test_all_parts_are_found(page):
    assert all((page.lawyer, page.site_name, page.domain, page.city, page.phone))
    assert (len(page.body), len(page.entries), page.founded) == (13, 11, "2000")
    assert page.biography.endswith("……")
    assert "More" not in page.biography

"""The page that the feature was made for; it names a real person and is not in the repository."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.models import Article
from transfer.legacy_page.apply import UNCHANGED
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


@pytest.mark.django_db
def test_it_is_taken_over_once(page):
    for _ in range(2):
        out = StringIO()
        call_command("import_page", PAGE, stdout=out)
    main = Article.objects.get(is_stub=False)
    assert (main.body.count("<li>"), main.body.count("<h2>")) == (7, 2)
    targets = [link.target.title.rstrip("？") for link in main.related_links.all()]
    assert targets == [entry.title.rstrip("？") for entry in page.entries]
    assert UNCHANGED in out.getvalue()

"""The page that the feature was made for; it names a real person and is not in the repository."""

from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from articles.models import Article
from transfer.legacy_page.reading import read
from transfer.legacy_page.recognise import recognise
from transfer.legacy_page.report import UNCHANGED

PAGE = Path(settings.BASE_DIR).parent / "shared" / "model-page" / "page.txt"


@pytest.fixture
def page():
    if not PAGE.is_file():
        pytest.skip(f"the real page is not at {PAGE}")
    return recognise(read(PAGE))


def test_all_parts_are_found(page):
    assert all((page.who.lawyer, page.who.site_name, page.who.domain, page.who.city))
    assert page.who.phone == page.who.hotline
    assert (len(page.story.body), len(page.further)) == (13, 11)
    assert page.story.biography
    assert not page.story.biography.endswith((".", ">", "More"))
    assert page.foot.years == (2000, 2023)
    assert len(page.foot.nav) == 3


@pytest.mark.django_db
def test_it_is_taken_over_once(page):
    for _ in range(2):
        out = StringIO()
        call_command("import_page", PAGE, stdout=out)
    main = Article.objects.get(is_stub=False)
    assert (main.body.count("<li>"), main.body.count("<h2>")) == (7, 2)
    targets = [link.target.title.rstrip("？") for link in main.related_links.all()]
    assert targets == [entry.title.rstrip("?") for entry in page.further]
    assert UNCHANGED in out.getvalue()

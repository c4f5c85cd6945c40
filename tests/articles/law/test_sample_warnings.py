"""What a new owner sees first is in order: the law that the sample articles cite is known."""

import pytest

from articles.models import Citation
from tests.articles.law.test_samples import SAMPLES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def test_the_shipped_table_knows_every_citation_and_warns_of_none():
    """All named texts are known and in force, all numbers are there."""
    stored = Citation.objects.values_list("article", flat=True).distinct()
    assert stored.count() == len(SAMPLES)
    assert list(Citation.objects.exclude(level="").values_list("quote", "words")) == []
    assert not Citation.objects.filter(statute=None).exists()

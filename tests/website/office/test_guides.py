"""The guides name what is to be clicked, chosen or opened as the office shows it, word for word."""

import pytest
from django.test import Client

from consult.models import Consultation
from tests.factories import make_superuser
from tests.website import desk_walk, guides


def _walk(client):
    """What stands on each kind of page, and on the page of each consultation."""
    yield from (page for _, _, page in desk_walk.walk(client, list(desk_walk.starts())))
    for row in Consultation.objects.all():
        yield client.get(f"/admin/consult/consultation/{row.pk}/change/").text


@pytest.fixture
def shown(sample, settings):
    """All that a superuser reads in the office of a firm with as much in it as the sample."""
    settings.SAMPLE_SITE = False
    client = Client()
    client.force_login(make_superuser(username="boss"))
    return "\n".join(line for page in _walk(client) for line in desk_walk.told(page))


@pytest.mark.ci
@pytest.mark.django_db
def test_whatever_a_guide_has_one_click_or_open_is_on_the_screen(shown, subtests):
    for guide in guides.GUIDES:
        text = guides.text_of(guide)
        with subtests.test(guide):
            assert guides.missing(guides.named(text) - guides.FOR_A_MOMENT, shown) == []

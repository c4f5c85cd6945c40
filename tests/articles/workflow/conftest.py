"""Who writes and publishes."""

import pytest

from tests.factories import make_staff

RIGHTS = ("articles.change_article", "articles.publish_article")


@pytest.fixture
def editor():
    return make_staff(*RIGHTS)

"""A site that articles can be imported into."""

import pytest

from tests.factories import make_area, make_lawyer


@pytest.fixture
def site(db):
    """One area and one lawyer."""
    make_area(name="劳动与工伤", slug="labor")
    return make_lawyer(name="林致远", slug="lin-zhiyuan")

"""Connections to a file of their own, as the site opens them."""

import pytest

from website.config import engines
from website.config.sqlite import base


@pytest.fixture
def connect(tmp_path, django_db_blocker):
    """Makes connections to one file, and closes them in the end."""
    made = []

    def opened():
        found = engines.database("NOT_SET", tmp_path / "a 100%25 #1?.sqlite3", threads=1)
        made.append(base.DatabaseWrapper({**defaults(), **found}, "default"))
        return made[-1]

    with django_db_blocker.unblock():
        yield opened
        for one in made:
            one.close()


def defaults():
    return {"AUTOCOMMIT": True, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": False, "TIME_ZONE": None}

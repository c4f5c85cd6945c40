"""A client for whom content is kept as for visitors: the gateway has read its versions."""

import pytest
from django.test import Client

from firm.base import caching
from firm.base.caching import Versions

HEADER = "antou.versions"


class KeptClient(Client):
    """Asks as the gateway hands a request on; `change` is what a commit does."""

    def __init__(self):
        self.versions = Versions(1, 1, 1, 1)
        super().__init__(**{HEADER: self.versions})

    def change(self, *groups):
        """Raise the versions of some groups, of all if none is named."""
        raised = {group: getattr(self.versions, group) + 1 for group in groups or caching.ALL}
        self.versions = self.versions._replace(**raised)
        self.defaults[HEADER] = self.versions


@pytest.fixture
def kept_client(monkeypatch):
    """A client of a process that has kept nothing yet."""
    monkeypatch.setattr(caching, "_process_cache", {})
    caching.PIECES.forget()
    return KeptClient()

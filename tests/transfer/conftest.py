"""A site that articles can be imported into."""

import json
from importlib import import_module

import pytest

from richtext.base import sandbox
from tests.factories import make_area, make_lawyer


@pytest.fixture
def site(db):
    """One area and one lawyer."""
    make_area(name="劳动与工伤", slug="labor")
    return make_lawyer(name="林致远", slug="lin-zhiyuan")


@pytest.fixture(autouse=True)
def read_here(monkeypatch):
    """Files are read in the process of the tests, which costs no start of another."""

    def run(function, job):
        module, _, name = function.partition(":")
        for one in getattr(import_module(module), name)(json.loads(json.dumps(job))):
            yield json.loads(json.dumps(one, default=str))

    with monkeypatch.context() as here:
        here.setattr(sandbox, "run", run)
        yield here

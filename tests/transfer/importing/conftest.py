"""A site that files can be imported into, and the command as an operator calls it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.fixture(autouse=True)
def _site(site):
    """One area and one lawyer, for all."""


@pytest.fixture
def folder(tmp_path):
    """The folder that is imported."""
    path = tmp_path / "in"
    path.mkdir()
    return path


@pytest.fixture
def run(folder):
    """Import the folder, or what is named in it; gives the exit code and all that was said."""

    def act(*names, **options):
        out = StringIO()
        paths = [str(folder / name) for name in names] or [str(folder)]
        try:
            call_command("import_articles", *paths, stdout=out, **options)
        except CommandError as error:
            return error.returncode, f"{out.getvalue()}{error}"
        return 0, out.getvalue()

    return act

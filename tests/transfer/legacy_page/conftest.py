"""Pages as files, and the command that takes them over."""

from io import StringIO

import pytest
from django.core.management import call_command

from tests.transfer.legacy_page import pages


@pytest.fixture
def save(tmp_path):
    """Writes a page to a file, as text in an encoding or as bytes."""

    def write(content, encoding="utf-8"):
        path = tmp_path / "page.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def run(save, db):
    """Imports a page and returns what the operator reads."""

    def imported(content=None, *options):
        out = StringIO()
        path = save(pages.text() if content is None else content)
        call_command("import_page", path, *options, stdout=out)
        return out.getvalue()

    return imported

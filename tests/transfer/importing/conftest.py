"""A site that files can be imported into, and the command as an operator calls it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_area, make_lawyer

MD = "---\nid: {id}\ntitle: {title}\narea: labor\nauthor: 林致远\n---\n{body}\n"


@pytest.fixture(autouse=True)
def site(db):
    """One area and one lawyer."""
    make_area(name="劳动与工伤", slug="labor")
    return make_lawyer(name="林致远", slug="lin-zhiyuan")


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


def markdown(id="a1", title="工伤认定要多久才有结果？", body="看情况。", **more):
    """A file with front matter."""
    text = MD.format(id=id, title=title, body=body)
    lines = "".join(f"{name}: {value}\n" for name, value in more.items())
    return text.replace("area:", f"{lines}area:", 1)

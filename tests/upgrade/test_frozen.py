"""Migrations of a release: edited, deleted, new, and as another clone writes them."""

import re

import pytest
from django.apps import apps

from tests.upgrade import frozen
from website.operations import schema

OLD, NEW = "firm/migrations/0001_initial.py", "firm/migrations/0002_new.py"
CALLED = re.compile(r"^from (richtext\.[\w.]+) import (\w+)$", re.MULTILINE)
TEXT = "class Migration:\n    operations = []\n"


@pytest.fixture
def house(tmp_path):
    """A code base with one migration, which belongs to release 0.1.0."""
    write(tmp_path, OLD, TEXT)
    listed = tmp_path / "list.txt"
    listed.write_text("# a remark\n\n")
    assert frozen.freeze("0.1.0", tmp_path, listed) == [OLD]
    return tmp_path, listed


def write(root, name, text, **how):
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, **how)


def test_no_migration_of_a_release_was_edited():
    assert list(frozen.broken()) == []


def test_every_migration_of_the_first_release_is_in_the_list():
    listed = {path for path, release, _ in frozen.frozen() if release == "0.1.0"}
    first = [path for path in frozen.migrations() if path.endswith("/0001_initial.py")]
    assert set(first) < listed


def test_what_is_frozen_is_what_a_newer_database_is_told_by():
    """Every app of ours that has migrations, wherever it lies."""
    places = {config.label: config.name.replace(".", "/") for config in apps.get_app_configs()}
    ours = {label for label, at in places.items() if (frozen.ROOT / at / "migrations").is_dir()}
    assert ours == schema.OURS
    assert set(frozen.APPS) == {places[label] for label in ours}


def test_a_migration_of_an_app_inside_another_folder_is_frozen_with_its_release():
    assert "website/office/second_factor/migrations/0001_invitation.py" in frozen.migrations()


def test_the_statements_that_migrations_share_are_frozen_with_them():
    texts = ((frozen.ROOT / path).read_text(encoding="utf-8") for path in frozen.migrations())
    called = {found for text in texts for found in CALLED.findall(text)}
    paths = {f"{room.replace('.', '/')}/{name}.py" for room, name in called}
    assert paths == set(frozen.MIGRATED)
    assert set(frozen.MIGRATED) < set(frozen.migrations())


def test_an_edited_one_is_named_with_what_to_do_instead(house):
    write(house[0], OLD, TEXT.replace("[]", "[1]"))
    assert list(frozen.broken(*house)) == [frozen.EDITED.format(OLD, "0.1.0")]


def test_a_deleted_one_is_named(house):
    (house[0] / OLD).unlink()
    assert list(frozen.broken(*house)) == [frozen.DELETED.format(OLD, "0.1.0")]


def test_a_new_one_is_what_we_want_and_is_frozen_with_its_release(house):
    write(house[0], NEW, TEXT)
    assert list(frozen.broken(*house)) == []
    assert frozen.freeze("0.2.0", *house) == [NEW]
    assert [line[:2] for line in frozen.frozen(house[1])] == [(OLD, "0.1.0"), (NEW, "0.2.0")]


@pytest.mark.parametrize(
    "text",
    [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip(), TEXT.replace("\n", "  \n") + "\n"],
)
def test_line_ends_and_blanks_of_another_clone_are_no_change(house, text):
    write(house[0], OLD, text, encoding="utf-8", newline="")
    assert list(frozen.broken(*house)) == []


def test_a_blank_that_python_reads_is_a_change(house):
    write(house[0], OLD, TEXT.replace("    oper", "  oper"))
    assert len(list(frozen.broken(*house))) == 1

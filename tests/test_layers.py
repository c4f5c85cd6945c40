"""Imports point one way, read from the syntax tree, so those inside functions count too."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import FileField

ROOT = Path(__file__).parent.parent
GROUND = {"firm", "outbox", "statutes"}
BELOW = {
    "website": GROUND | {"articles", "consult"},
    "consult": GROUND | {"articles"},
    "articles": GROUND,
    "firm": set(),
    "outbox": set(),
    "statutes": set(),
}
MODULES = sorted(
    path for app in BELOW for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)


def tree(path):
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def imports(path):
    """Every dotted name that a module imports, wherever the statement stands."""
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [*package[: -node.level]] if node.level else []
            source = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def named(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_downwards(path):
    app = path.relative_to(ROOT).parts[0]
    above = set(BELOW) - BELOW[app] - {app}
    assert not [name for name in imports(path) if name.split(".")[0] in above]


def who_imports(*packages):
    """The modules that import one of the packages."""
    wanted = set(packages)
    return {
        named(path)
        for path in MODULES
        if any({name, *_parents(name)} & wanted for name in imports(path))
    }


def _parents(name):
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts))}


def test_only_the_rich_text_module_knows_the_editor_and_the_sanitiser():
    assert who_imports("ckeditor", "nh3") == {"firm/richtext.py"}


def test_mail_leaves_through_the_outbox_alone():
    """`outbox/troubles.py` only knows the errors by their classes."""
    assert who_imports("django.core.mail") == {"outbox/senders.py"}
    assert who_imports("smtplib") == {"outbox/troubles.py"}


def test_nothing_reaches_for_the_network_but_the_outbox():
    """`website/serving/` and `bootstrap.py` only ask the site itself whether it is up."""
    network = who_imports("requests", "urllib.request", "http.client", "httpx", "urllib3")
    allowed = ("outbox/", "website/serving/", "website/bootstrap.py")
    assert not [name for name in network if not name.startswith(allowed)]


def test_no_code_asks_a_stored_file_for_its_path():
    fields = {
        field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    asked = {named(path) for path in MODULES for name in _paths_asked(path) if name in fields}
    assert {"portrait", "map_image"} <= fields
    assert not asked


def _paths_asked(path):
    """The names left of a `.path`: `lawyer.portrait.path` gives `portrait`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute) and node.attr == "path":
            yield getattr(node.value, "attr", getattr(node.value, "id", ""))


def test_no_code_asks_the_picture_storage_for_a_path():
    asked = [named(path) for path in MODULES if "default_storage" in set(_paths_asked(path))]
    assert not asked


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_ground_floor_and_articles_know_no_template_of_the_top(path):
    """A page of one app is rendered from its own templates, the shared ones or its includes."""
    app = path.relative_to(ROOT).parts[0]
    other = {f"{name}/" for name in BELOW if name not in {app, *BELOW[app]}}
    names = [
        node.value
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and node.value.endswith((".html", ".txt"))
    ]
    assert not [name for name in names if name.startswith(tuple(other))]

"""Rules of the house that no linter knows; which way imports point, import-linter checks."""

import ast
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import FileField

ROOT = Path(__file__).parent.parent
GROUND = {"firm", "outbox", "statutes"}
BELOW = {
    "website": GROUND | {"articles", "consult", "transfer"},
    "transfer": GROUND | {"articles", "consult"},
    "consult": GROUND | {"articles"},
    "articles": GROUND,
    "firm": set(),
    "outbox": set(),
    "statutes": set(),
    "richtext": set(),
}
MODULES = sorted(
    path for app in BELOW for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)


@cache
def nodes(path):
    """Every node of the syntax tree of a module, which is parsed once for all tests."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


@cache
def imports(path):
    """Every dotted name that a module imports, wherever the statement stands."""
    return list(_imports(path))


def _imports(path):
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [*package[: -node.level]] if node.level else []
            source = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def named(path):
    return str(path.relative_to(ROOT))


def app_of(path):
    return path.relative_to(ROOT).parts[0]


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


def test_mail_leaves_through_the_outbox_alone():
    assert who_imports("django.core.mail") == {"outbox/channels/mail.py"}


def test_nothing_reaches_for_the_network_but_the_outbox():
    """`serving/` and `bootstrap.py` only ask the site itself whether it is up."""
    network = who_imports("requests", "urllib.request", "http.client", "httpx", "urllib3")
    allowed = ("outbox/", "website/operations/serving/", "website/bootstrap.py")
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
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and node.attr == "path":
            yield getattr(node.value, "attr", getattr(node.value, "id", ""))


def test_no_code_asks_the_picture_storage_for_a_path():
    asked = [named(path) for path in MODULES if "default_storage" in set(_paths_asked(path))]
    assert not asked


def templates_named(path):
    """The templates that a module names."""
    constants = (node.value for node in nodes(path) if isinstance(node, ast.Constant))
    texts = (value for value in constants if isinstance(value, str))
    return [value for value in texts if value.endswith((".html", ".txt"))]


def test_ground_floor_and_articles_know_no_template_of_the_top():
    """A page of one app is rendered from its own templates, the shared ones or its includes."""
    others = {
        app: tuple(f"{name}/" for name in BELOW if name not in {app, *BELOW[app]}) for app in BELOW
    }
    pairs = [(path, name) for path in MODULES for name in templates_named(path)]
    assert len(pairs) > 50
    assert [(named(p), name) for p, name in pairs if name.startswith(others[app_of(p)])] == []


OTHER_ORDER = {"get_full_name", "get_short_name", "first_name", "last_name"}


def test_one_module_puts_the_names_of_the_staff_in_order():
    """Django's own way is 名 before 姓, with a blank between them."""
    asked = {
        named(path)
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in OTHER_ORDER
    }
    assert asked == {"firm/base/people.py"}
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    texts = [(path, path.read_text(encoding="utf-8")) for path in templates]
    assert len(texts) > 100
    assert [str(path) for path, text in texts if any(name in text for name in OTHER_ORDER)] == []


def test_nothing_is_kept_in_a_cache_that_nodes_would_have_to_share():
    """What several machines have to know is a row (docs/decisions/0057-operation.md)."""
    using = [named(path) for path in MODULES if any("core.cache" in one for one in imports(path))]
    assert using == []

"""README and guides lead to files that are there, by links and by what stands in backticks."""

import importlib
import re
import subprocess
from importlib.util import find_spec
from urllib.parse import unquote

import pytest
from django.apps import apps

from website.bootstrap import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
# What a changelog says of a release is true of that release, and of no other.
GUIDES = [page for page in PAGES if page.name != "CHANGELOG.md"]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
EXAMPLE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"[\w.*/-]+\.(?:py|toml|txt|in|md|css|js|html|json)|[\w-]+(?:/[\w.*-]+)+/?")
DOTTED = re.compile(r"\w+(?:\.\w+)+")
CHECK_ID = re.compile(r"\w+\.[WE]\d{3}")
RUN = re.compile(r"\bpython\S* -m ([\w.]+)")
FOLDERS = {path.name for path in ROOT.iterdir() if path.is_dir()}
APPS = {path.parent.name for path in ROOT.glob("*/__init__.py")}
NAME = re.compile(r"(?<![\w/.-])(?:[A-Za-z_]*[a-z]_[a-z]\w*|[A-Z][a-z]+[A-Z]\w+)(?![\w/-])")
# Words of nginx, clamd, Django, segno, systemd and compose, and two that stand for others.
FOREIGN = {
    "server_name", "_temp_path", "StreamMaxLength", "reverse_code", "svg_inline",
    "MaxRetentionSec", "enable_ipv6", "what_it_does", "AbCdEf0123456789",
}  # fmt: skip
OF_NPM = ("dist/", "package/")  # inside the package that 0007 speaks of


def is_path(word):
    """Whether a word means a file of ours; `change/` and `checks/typed/` are parts of addresses."""
    if not PATH.fullmatch(word) or word.startswith(("/", "DATA_DIR/", *OF_NPM)):
        return False
    return word.split("/")[0] in FOLDERS or "." in word.rsplit("/", 1)[-1]


def is_there(path):
    """Whether a path or a pattern from the root meets anything."""
    return any(ROOT.glob(path.rstrip("/")))


def resolves(name):
    """Whether a dotted name is a module, something in one, a model, or a system check."""
    if CHECK_ID.fullmatch(name):
        app, number = name.split(".")
        # Those of website are registered by their numbers alone.
        command = ["grep", "-rqF", "--include=*.py", "-e", name, "-e", f'@check("{number}"', app]
        return subprocess.run(command, cwd=ROOT).returncode == 0
    if name.count(".") == 1 and name.split(".")[0] in apps.app_configs:
        label, model = name.split(".")
        if model.lower() in apps.all_models[label]:
            return True
    return _in_a_module(name.split("."))


def _in_a_module(parts):
    for length in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            found = getattr(found, attribute, None)
        return found is not None
    return False


def wrong_names(text):
    """What a page names and the tree does not have."""
    yield from (name for name in RUN.findall(text) if not _spec(name))
    for quoted in QUOTED.findall(EXAMPLE.sub("", text)):
        for word in quoted.split():
            word = word.split(":")[0]
            if is_path(word):
                if not is_there(word):
                    yield word
            elif DOTTED.fullmatch(word) and word.split(".")[0] in APPS and not resolves(word):
                yield word


def _spec(name):
    try:
        return find_spec(name)
    except ModuleNotFoundError:
        return None


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_to_a_file_leads_to_one(page):
    links = LINK.findall(EXAMPLE.sub("", page.read_text()))
    assert [one for one in links if not (page.parent / unquote(one)).exists()] == []


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_and_module_in_backticks_is_there(page):
    assert list(wrong_names(page.read_text(encoding="utf-8"))) == []


@pytest.fixture(scope="module")
def known():
    """Every word of the code, of the tests but this one, of templates, recipe and units."""
    tops = (*APPS, "templates", "static", "docs/deploy")
    files = [path for top in tops for path in (ROOT / top).rglob("*.*")]
    read = [
        path.read_text(encoding="utf-8")
        for path in [*files, ROOT / "pyproject.toml"]
        if path.suffix in {".py", ".js", ".css", ".html", ".toml", ".conf", ".service", ".mount"}
        and "node_modules" not in path.parts
        and path.name != "test_docs.py"
    ]
    return {word for text in read for word in re.findall(r"\w+", text)}


def unknown(text, known):
    """Names of functions, classes and columns in backticks that no file of ours holds."""
    quoted = "\n".join(QUOTED.findall(EXAMPLE.sub("", text)))
    return [name for name in NAME.findall(quoted) if name not in known | FOREIGN]


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_function_and_class_in_backticks_is_somewhere(page, known):
    assert unknown(page.read_text(encoding="utf-8"), known) == []

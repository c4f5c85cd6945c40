"""Length budgets of templates, styles and scripts, and what no template may hold."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HOUSE = ["website", "articles", "consult", "firm", "statutes", "outbox", "tests", "bench"]


def files(pattern, *folders):
    found = [path for folder in folders for path in (ROOT / folder).rglob(pattern)]
    return sorted(path for path in found if not {"migrations", "__pycache__"} & set(path.parts))


def named(path):
    return str(path.relative_to(ROOT))


def lines(path):
    return len(path.read_text(encoding="utf-8").splitlines())


PYTHON = files("*.py", *HOUSE)
TEMPLATES = files("*.html", "templates") + files("*.txt", "templates")
PUBLIC = [path for path in TEMPLATES if "admin" not in path.parts]
STYLES = files("*.css", "static")
INLINE = [
    r"<script\b(?![^>]*\ssrc=)(?![^>]*application/ld\+json)[^>]*>",
    r"<style\b|\sstyle\s*=|javascript:",
    r"<[^>]*\son[a-z]+\s*=",
]
FOREIGN_TAG = r"<(?!a\b)[a-z]+\b[^>]*\s(?:src|srcset|href|action)=\"(?:https?:)?//"
FOREIGN_STYLE = r"(?:url\(|@import)\s*[\"']?(?:https?:)?//"
SCRIPTS = [path for path in files("*.js", "static") if "vendor" not in path.parts]


def test_templates_stay_under_100_lines():
    assert not [named(path) for path in TEMPLATES if lines(path) > 100]


def test_style_sheets_stay_under_300_lines():
    assert not [named(path) for path in STYLES if lines(path) > 300]


def found(pattern, paths):
    """Each place in the files that a pattern finds."""
    assert paths
    wanted = re.compile(pattern, re.IGNORECASE)
    texts = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return [(named(path), match[0]) for path, text in texts for match in wanted.finditer(text)]


def test_public_templates_hold_no_inline_style_script_or_handler():
    for pattern in INLINE:
        assert found(pattern, PUBLIC) == []


def test_nothing_is_loaded_from_a_foreign_host():
    assert found(FOREIGN_TAG, TEMPLATES) == []
    assert found(FOREIGN_STYLE, STYLES) == []


@pytest.mark.parametrize(
    ("pattern", "planted"),
    [
        (INLINE[0], "<script>alert(1)</script>"),
        (INLINE[1], '<p style="color: red">'),
        (INLINE[2], "<a href=/ onClick=go()>"),
        (FOREIGN_TAG, '<img alt="" src="//host.example/a.png">'),
        (FOREIGN_STYLE, "@import 'https://host.example/a.css'"),
    ],
)
def test_what_is_planted_is_found(pattern, planted, tmp_path, monkeypatch):
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    (tmp_path / "planted").write_text(planted)
    assert len(found(pattern, [tmp_path / "planted"])) == 1


def test_nothing_is_left_to_do_in_the_code():
    marks = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME)\b")
    everything = [*PYTHON, *TEMPLATES, *STYLES, *SCRIPTS]
    assert not [named(path) for path in everything if marks.search(path.read_text("utf-8"))]


def test_no_template_marks_text_as_safe():
    """Only tags that clean or escape may do that, in Python where it is reviewed."""
    risky = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off")
    assert not [named(p) for p in PUBLIC if p.suffix == ".html" and risky.search(p.read_text())]

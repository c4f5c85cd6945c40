"""Scripts that are no modules share one scope with all others of their page.

A second `const` of one name stops the second script before its first line, and nobody is told.
"""

import re
from collections import Counter
from pathlib import Path

from django.conf import settings

from website.config.static_bundles import BUNDLES

STATIC = Path(settings.BASE_DIR, "static")
DECLARED = re.compile(r"^(?:const|let|class|function|async function) (\w+)", re.M)
IMPORTED = re.compile(r'^import "\./(\w+\.js)";$', re.M)
PLAIN = re.compile(r"""<script src="{% static '(js/\w+\.js)' %}" defer>""")


def plain_scripts():
    """Every script but those that are part of a bundle alone."""
    bundles = [STATIC / name for name in BUNDLES if name.endswith(".js")]
    parts = {name for bundle in bundles for name in IMPORTED.findall(bundle.read_text("utf-8"))}
    pages = Path(settings.BASE_DIR, "templates").rglob("*.html")
    named = {STATIC / name for page in pages for name in PLAIN.findall(page.read_text("utf-8"))}
    ours = set(STATIC.glob("js/*.js")) - set(bundles)
    return {one for one in ours if one.name not in parts} | named


def test_no_two_plain_scripts_declare_one_name():
    found = plain_scripts()
    assert {"consult_form.js", "register_look.js", "session_end.js"} <= {one.name for one in found}
    names = Counter(name for one in found for name in DECLARED.findall(one.read_text("utf-8")))
    assert [name for name, times in names.items() if times > 1] == []

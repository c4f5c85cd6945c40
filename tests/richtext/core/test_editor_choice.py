"""RICHTEXT_EDITOR: CKEditor 4 unless the operator tries the other one, behind the same fields."""

import json
import re
from html import unescape

import pytest

from richtext.core.editor import PROSE_SCRIPTS, SCRIPTS, EditorWidget, ProseWidget
from richtext.core.sanitise import TAGS
from tests.factories import make_superuser
from tests.richtext.core.test_editor import editor_config

pytestmark = pytest.mark.django_db
PAGES = ["articles/article/add", "firm/page/add", "firm/practicearea/add"]


@pytest.fixture
def office(client):
    client.force_login(make_superuser())
    return client


@pytest.fixture
def prose(settings):
    settings.RICHTEXT_EDITOR = "prose"


def options(html):
    return json.loads(unescape(re.search(r'data-prose="([^"]*)"', html)[1]))


@pytest.mark.parametrize("page", PAGES)
def test_nothing_set_is_ckeditor(office, page):
    html = office.get(f"/admin/{page}/").content.decode()
    assert editor_config(html)["language"] == "zh-cn"
    assert "data-prose" not in html


@pytest.mark.parametrize("page", PAGES)
def test_the_trial_stands_in_the_same_fields_with_the_same_addresses(office, prose, page):
    html = office.get(f"/admin/{page}/").content.decode()
    told = options(html)
    assert told["uploadUrl"] == "/admin/firm/page/picture/upload/"
    assert told["pasteUrl"] == "/admin/firm/page/pasted/"
    assert told["mostCharacters"] == 200_000
    assert told["editorUrl"].startswith("/static/django_prose_editor/editor")
    assert "ckeditor" not in html


def policy(office):
    header = office.get("/admin/firm/page/add/")["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in header.split(";"))


def test_the_trial_needs_no_inline_style_and_no_inline_handler(office, settings):
    assert "'unsafe-inline'" in policy(office)["script-src-attr"]
    assert "'unsafe-inline'" in policy(office)["style-src"]
    settings.RICHTEXT_EDITOR = "prose"
    assert not re.search("unsafe|nonce", str(policy(office)))
    assert policy(office)["frame-src"] == "'self'"  # the preview


def test_the_trial_is_fenced_as_everything_is(office, prose):
    typed = {"title": "收费", "slug": "fees", "kind": "fees", "order": "1"}
    body = "<p onclick='x()'>甲</p><script>alert(1)</script>"
    assert office.post("/admin/firm/page/add/", {**typed, "body": body}).status_code == 302
    from firm.models import Page

    assert Page.objects.get(slug="fees").body == "<p>甲</p>"


def test_a_stored_text_stands_in_the_box_escaped(office, prose):
    from firm.models import Page

    page = Page.objects.create(title="甲", slug="a", body="<p>乙</p>")
    Page.objects.update(body="</textarea><script>alert(1)</script>")
    html = office.get(f"/admin/firm/page/{page.pk}/change/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;/textarea&gt;" in html


def test_both_share_what_is_about_pictures_pasting_and_length():
    shared = {f"js/editor_{part}.js" for part in ("picture", "upload", "paste", "size")}
    assert shared <= set(SCRIPTS) & set(PROSE_SCRIPTS)
    for widget in (EditorWidget(), ProseWidget()):
        scripts = [str(script) for script in widget.media._js]
        own = [name for name in scripts if "ckeditor" in name or "prose" in name]
        assert own
        assert scripts.index("js/editor.js") < scripts.index("js/editor_size.js")


def test_every_tag_that_may_be_stored_is_named_here():
    """What tests/browser/test_prose_editor.py types into has all of them."""
    from tests.browser.prose import EVERY_TAG

    assert set(re.findall("<([a-z0-9]+)", EVERY_TAG)) == TAGS

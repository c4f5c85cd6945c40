"""CKEditor 4 is end of life: each advisory is neutralised, and these tests say so (SECURITY.md)."""

import json
import re
from html import unescape

import pytest
from django.apps import apps
from django.contrib.staticfiles.finders import get_finders

from richtext.core.editor import CONFIG, SCRIPTS, TOO_DEEP, TOO_LONG, EditorWidget
from richtext.core.sanitise import TAGS
from tests.factories import make_notice, make_superuser
from website.http.errors import TOO_LARGE_IN_OFFICE

NOT_SERVED = {
    "samples": "CVE-2023-4771 and CVE-2024-24816", "preview": "CVE-2024-24816",
    "codesnippet": "CVE-2024-43407", "codesnippetgeshi": "CVE-2024-43407",
    "exportpdf": "manual tests as pages of our own", "adapters": "old jQuery",
    "scayt": "sends text to a foreign host", "wsc": "sends text to a foreign host",
}  # fmt: skip


def test_the_editor_is_served_without_pages_its_uploader_and_folders_of_advisories():
    ignored = apps.get_app_config("staticfiles").ignore_patterns  # as `collectstatic` does
    served = [path for finder in get_finders() for path, _ in finder.list(ignored)]
    assert not [path for path in served if NOT_SERVED.keys() & set(path.split("/"))]
    assert not [path for path in served if path.endswith((".html", ".htm", ".php"))]
    wanted = {"ckeditor.js", "lang/zh-cn.js", "plugins/divarea/plugin.js"}
    assert {f"ckeditor/ckeditor/{name}" for name in wanted} <= set(served)
    assert not apps.is_installed("ckeditor_uploader")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["articles/article/add", "firm/page/add", "firm/practicearea/add"])
def test_the_change_page_configures_the_editor(client, page):
    client.force_login(make_superuser())
    config = editor_config(client.get(f"/admin/{page}/").content.decode())
    assert config["language"] == "zh-cn"
    assert config["versionCheck"] is False  # CVE-2024-43411
    assert config.get("fullPage") is not True  # CVE-2024-24815
    assert isinstance(config["allowedContent"], str)  # CVE-2024-24815: `true` allows everything
    assert config["uploadUrl"] == "/admin/firm/page/picture/upload/"
    assert config["pasteUrl"] == "/admin/firm/page/pasted/"
    assert config["mostCharacters"] == 200_000
    assert not config.get("filebrowserBrowseUrl")


def editor_config(html):
    found = re.search(r'data-config="([^"]*)"', html) or re.search(r"data-config='([^']*)'", html)
    return json.loads(unescape(found[1]))


@pytest.mark.django_db
def test_the_change_page_of_a_stored_page_shows_its_text_escaped(client):
    page = make_notice().page
    type(page).objects.update(body="<p>告知</p></textarea><script>alert(1)</script>")
    client.force_login(make_superuser())
    html = client.get(f"/admin/firm/page/{page.pk}/change/").content.decode()
    assert "<script>alert(1)" not in html
    assert "&lt;p&gt;告知&lt;/p&gt;" in html


def test_what_is_dangerous_is_neither_added_nor_allowed_and_no_other_filter_stands_before_ours():
    removed, added = (set(CONFIG[key].split(",")) for key in ("removePlugins", "extraPlugins"))
    assert {"exportpdf", "scayt", "wsc", "preview", "print", "iframe", "forms"} <= removed
    assert {"pastefromword", "pastefromgdocs", "pastefromlibreoffice", "pastetools"} <= removed
    assert added == {"divarea", "antou"}  # without divarea the policy would need more
    assert not added & (removed | {"codesnippet", "codesnippetgeshi", "embed", "openlink", "ajax"})
    assert CONFIG["disallowedContent"] == "script style; *[on*]"
    assert not re.search(r"\b(?:script|style|iframe|object|embed)\b", CONFIG["allowedContent"])
    known = set(re.findall("[a-z]+[0-9]?", re.sub(r"\[[^\]]*\]", "", CONFIG["allowedContent"])))
    # The editor writes b and i as strong and em, and knows br always.
    assert known | {"b", "i", "br", "tbody"} == TAGS


def test_our_scripts_follow_the_editor():
    """Listed before it, a script finds no CKEDITOR."""
    scripts = [str(script) for script in EditorWidget().media._js]
    assert set(SCRIPTS) <= set(scripts[scripts.index("ckeditor/ckeditor/ckeditor.js") :])


TYPED = {"title": "收费", "slug": "fees", "kind": "fees", "order": "1"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("<p>甲</p>" * 30_000, TOO_LONG.format(now=240_000, most=200_000)),
        ("<section>" * 500 + "甲", TOO_DEEP),
    ],
)
def test_a_text_that_is_none_for_a_page_comes_back_with_the_reason(client, body, sentence):
    client.force_login(make_superuser())
    answer = client.post("/admin/firm/page/add/", {**TYPED, "body": body})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert unescape(answer.content.decode()).count("甲") >= body.count("甲")


@pytest.mark.django_db
def test_what_is_dangerous_and_signs_that_no_database_takes_are_dropped_without_an_error(client):
    client.force_login(make_superuser())
    body = "<p onclick='x()'>甲\x00\x0b乙</p><script>alert(1)</script>"
    typed = {**TYPED, "body": body}
    assert client.post("/admin/firm/page/add/", typed).status_code == 302
    assert make_notice().page.__class__.objects.get(slug="fees").body == "<p>甲乙</p>"


@pytest.mark.django_db
def test_a_post_of_some_megabytes_is_a_page_that_leads_back(client):
    client.force_login(make_superuser())
    answer = client.post("/admin/firm/page/add/", {**TYPED, "body": "a" * 3 * 1024 * 1024})
    assert (answer.status_code, TOO_LARGE_IN_OFFICE in answer.text) == (413, True)

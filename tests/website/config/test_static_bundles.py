"""One style sheet and one script hold what their small files hold; no two scripts share a name."""

import re
from collections import Counter
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile

from website.config import static_bundles
from website.config.static_bundles import BUNDLES
from website.operations.serving import gateway
from website.operations.serving.gateway import StaticFiles

STATIC = static_bundles.finders.find("css/site.css").rsplit("/css/", 1)[0]
FOLDER = Path(settings.BASE_DIR, "static")
DECLARED = re.compile(r"^(?:const|let|class|function|async function) (\w+)", re.M)
IMPORTED = re.compile(r'^import "\./(\w+\.js)";$', re.M)
# As a page of visitors and one of the office name a script.
PLAIN = re.compile(r"""<script src="{% static 'js/(\w+)\.js' %}" defer>""")
NAMED = re.compile(r"{% block scripts %}(?:{{ block\.super }} )?([\w ]+){% endblock %}")


def test_a_bundle_has_no_import_left_and_what_is_for_paper_stays_for_paper():
    for name in static_bundles.BUNDLES:
        assert not re.search("^(@import|import) ", static_bundles.bundled(name), re.M)
    text = static_bundles.bundled("css/site.css")
    assert "@media print {\n/* On paper" in text
    assert text.count("{") == text.count("}")
    # A script keeps its names to itself.
    assert static_bundles.bundled("js/article.js").count("{\n// The text of an article") == 1


OFFICE = "admin/css/base.css"


@pytest.fixture
def storage(tmp_path):
    """What `collectstatic` makes of the bundles, and of one file of the office."""
    made = static_bundles.BundlingStorage(location=tmp_path, base_url="/static/")
    source = StaticFilesStorage(location=STATIC)
    made.save(OFFICE, ContentFile("body { color: black }\n" * 100))
    paths = {name: (source, name) for name in static_bundles.BUNDLES}
    for name in paths:
        made.save(name, source.open(name))
    told = made.post_process({**paths, OFFICE: (made, OFFICE)})
    assert not [error for _, _, error in told if isinstance(error, Exception)]
    return made


def asked(storage, name, settings, accepted):
    """Headers and body for a browser that takes so many encodings, on whatever host."""
    settings.STATIC_ROOT, told = storage.location, []
    environ = {"PATH_INFO": storage.url(name), "REQUEST_METHOD": "GET", "HTTP_HOST": "evil.example"}
    (body,) = StaticFiles(None)(
        {**environ, "HTTP_ACCEPT_ENCODING": accepted}, lambda *head: told.append(head)
    )
    assert told[0][0].startswith("200")
    return dict(told[0][1]), body


def test_what_visitors_load_is_sent_as_brotli_to_who_takes_it(storage, settings):
    headers, body = asked(storage, "css/site.css", settings, "gzip, deflate, br")
    assert (headers["Content-Encoding"], headers["Vary"]) == ("br", "Accept-Encoding")
    assert headers["Content-Type"] == 'text/css; charset="utf-8"'
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    text = brotli.decompress(body).decode()
    assert text == storage.open(storage.stored_name("css/site.css")).read().decode()


@pytest.mark.parametrize(("name", "accepted"), [("css/site.css", "gzip"), (OFFICE, "gzip, br")])
def test_others_and_the_office_are_sent_gzip(storage, settings, name, accepted):
    assert asked(storage, name, settings, accepted)[0]["Content-Encoding"] == "gzip"


def test_what_is_no_whole_file_is_never_sent_as_one_nor_a_file_that_is_gone(storage, settings):
    settings.STATIC_ROOT, told = storage.location, []
    site, address = StaticFiles(None), {"PATH_INFO": storage.url("css/site.css")}

    def ask(method="GET", **more):
        environ = {**address, "REQUEST_METHOD": method, **more}
        (body,) = site(environ, lambda status, headers: told.append((status, dict(headers))))
        return told[-1][0][:3], told[-1][1], body

    _, headers, whole = ask()
    assert ask("HEAD") == ("200", headers, b"")
    assert ask(HTTP_RANGE="bytes=2-5")[::2] == ("206", whole[2:6])
    assert ask(HTTP_IF_NONE_MATCH=headers["ETag"])[::2] == ("304", b"")
    assert ask("POST")[0] == "405"
    assert ask()[::2] == ("200", whole)
    gateway.FILES.forget()
    Path(storage.path(storage.stored_name("css/site.css"))).unlink()
    told.clear()
    with pytest.raises(FileNotFoundError):
        ask()
    assert not told


def plain_scripts():
    """Every script but those that are part of a bundle alone."""
    bundles = [FOLDER / name for name in BUNDLES if name.endswith(".js")]
    parts = {name for bundle in bundles for name in IMPORTED.findall(bundle.read_text("utf-8"))}
    pages = Path(settings.BASE_DIR, "templates").rglob("*.html")
    texts = [page.read_text("utf-8") for page in pages]
    words = [name for text in texts for names in NAMED.findall(text) for name in names.split()]
    words += [name for text in texts for name in PLAIN.findall(text)]
    named = {FOLDER / "js" / f"{name}.js" for name in words}
    ours = set(FOLDER.glob("js/*.js")) - set(bundles)
    return {one for one in ours if one.name not in parts} | named


def test_no_two_plain_scripts_declare_one_name():
    found = plain_scripts()
    assert {"consult_form.js", "register_look.js", "session_end.js"} <= {one.name for one in found}
    names = Counter(name for one in found for name in DECLARED.findall(one.read_text("utf-8")))
    assert [name for name, times in names.items() if times > 1] == []

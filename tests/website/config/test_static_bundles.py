"""One style sheet and one script hold what their small files hold."""

import re

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage

from website.config import static_bundles

STATIC = static_bundles.finders.find("css/site.css").rsplit("/css/", 1)[0]


@pytest.mark.parametrize("name", static_bundles.BUNDLES)
def test_no_import_is_left_in_a_bundle(name):
    assert not re.search("^(@import|import) ", static_bundles.bundled(name), re.M)


def test_what_is_for_paper_stays_for_paper():
    text = static_bundles.bundled("css/site.css")
    assert "@media print {\n/* On paper" in text
    assert text.count("{") == text.count("}")


def test_a_script_keeps_its_names_to_itself():
    assert static_bundles.bundled("js/article.js").count("{\n// The text of an article") == 1


def test_an_import_of_nothing_is_an_error(monkeypatch):
    monkeypatch.setattr(static_bundles, "_text", lambda name: bundles_text(name))
    with pytest.raises(FileNotFoundError, match="missing.css"):
        static_bundles.bundled("css/site.css")


def bundles_text(name):
    if name == "css/site.css":
        return '@import "./missing.css";\n'
    raise FileNotFoundError(name)


def test_collecting_writes_the_bundle_under_a_name_of_its_content(tmp_path):
    storage = static_bundles.BundlingStorage(location=tmp_path, base_url="/static/")
    source = StaticFilesStorage(location=STATIC)
    paths = {name: (source, name) for name in static_bundles.BUNDLES}
    for name in paths:
        storage.save(name, source.open(name))
    assert not [
        error for _, _, error in storage.post_process(paths) if isinstance(error, Exception)
    ]
    text = (tmp_path / storage.stored_name("css/site.css")).read_text(encoding="utf-8")
    assert ".brand-name" in text
    assert "@import" not in text

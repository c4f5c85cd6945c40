"""RICHTEXT_EDITOR says what it takes."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config import rich_text

NAME = "RICHTEXT_EDITOR"


@pytest.mark.parametrize("value", ["", "ckeditor4", " ckeditor4 "])
def test_ckeditor_needs_nothing_beside_it(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    assert rich_text.apps(rich_text.editor(NAME)) == []


def test_the_trial_is_an_app_with_the_script(monkeypatch):
    monkeypatch.setenv(NAME, "prose")
    monkeypatch.setattr(rich_text, "find_spec", lambda module: object())
    assert rich_text.apps(rich_text.editor(NAME)) == ["django_prose_editor"]


def test_the_trial_without_its_package_says_what_to_install(monkeypatch):
    monkeypatch.setenv(NAME, "prose")
    monkeypatch.setattr(rich_text, "find_spec", lambda module: None)
    with pytest.raises(ImproperlyConfigured, match=r"pip install .*requirements-editor\.txt"):
        rich_text.editor(NAME)


@pytest.mark.parametrize("value", ["ckeditor5", "Prose", "1"])
def test_another_name_is_refused_with_both(monkeypatch, value):
    monkeypatch.setenv(NAME, value)
    with pytest.raises(ImproperlyConfigured, match=f"ckeditor4 或 prose，现在是“{value}”"):
        rich_text.editor(NAME)

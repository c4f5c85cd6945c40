"""Which editor the texts of the office are written with, by its name in the environment."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from website.config.env import env_str

CKEDITOR, PROSE = "ckeditor4", "prose"
PACKAGE = "django_prose_editor"


def editor(name):
    """RICHTEXT_EDITOR: ckeditor4, or prose for the trial of its successor."""
    value = env_str(name, CKEDITOR)
    if value not in {CKEDITOR, PROSE}:
        raise ImproperlyConfigured(
            f"环境变量 {name} 只能是 {CKEDITOR} 或 {PROSE}，现在是“{value}”。"
        )
    if value == PROSE and find_spec(PACKAGE) is None:
        raise ImproperlyConfigured(
            f"{name}={PROSE} 需要 Python 软件包 {PACKAGE}，请先运行"
            " .venv/bin/pip install --require-hashes -r requirements-editor.txt。"
        )
    return value


def apps(chosen):
    """The apps that the chosen editor needs beside CKEditor: where its script is found."""
    return [PACKAGE] if chosen == PROSE else []

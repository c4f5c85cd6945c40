"""What is collected beside a running process is found, and nothing else of the disk."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from website.http import static_files


@pytest.fixture
def ask(tmp_path, settings):
    root = tmp_path / "static"
    (root / "css").mkdir(parents=True)
    (root / "css" / "old.css").write_text("a{}")
    (tmp_path / "secret.css").write_text("not for anybody")
    settings.STATIC_ROOT = root
    served = static_files.Middleware(lambda request: HttpResponse(status=404))

    def asked(path, **headers):
        answer = served(RequestFactory().get(path, headers=headers))
        return answer.status_code, b"".join(answer).decode() if answer.status_code == 200 else ""

    return asked


def test_what_the_next_release_collects_is_found_without_a_new_start(ask, settings):
    assert ask("/static/css/new.css") == (404, "")
    (settings.STATIC_ROOT / "css" / "new.css").write_text("b{}")
    assert ask("/static/css/new.css") == (200, "b{}")
    assert ask("/static/css/old.css") == (200, "a{}")


def test_its_compressed_form_is_found_with_it(ask, settings):
    (settings.STATIC_ROOT / "css" / "new.css").write_text("b{}" * 9)
    (settings.STATIC_ROOT / "css" / "new.css.gz").write_bytes(b"zip")
    assert ask("/static/css/new.css", accept_encoding="gzip") == (200, "zip")


@pytest.mark.parametrize(
    "path",
    ["../secret.css", "css/../../secret.css", "css//old.css", "css", "css/", "", "/etc/passwd"],
)
def test_nothing_outside_of_the_folder_and_no_folder_is_handed_out(ask, path):
    assert ask(f"/static/{path}") == (404, "")

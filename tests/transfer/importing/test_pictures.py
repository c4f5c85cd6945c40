"""Pictures of imported texts: judged, kept once, and nothing from outside the folder."""

import base64

import pytest
from django.core.files.storage import default_storage

from articles.models import Article
from richtext.core import pictures
from tests.articles.pictures import picture_bytes
from tests.transfer.importing.conftest import markdown
from transfer.importing.pictures import NO_ALT

PICTURE = "![一张图](图/一%20图.png)"


@pytest.fixture
def beside(folder):
    (folder / "图").mkdir()
    (folder / "图" / "一 图.png").write_bytes(picture_bytes())
    return folder


def stored():
    folders = default_storage.listdir("images")[0] if default_storage.exists("images") else []
    return [name for one in folders for name in default_storage.listdir(f"images/{one}")[1]]


def test_a_picture_beside_the_file_comes_along(beside, run):
    (beside / "a.md").write_text(markdown(body=PICTURE), "utf-8")
    code, said = run()
    (name,) = stored()
    assert code == 0, said
    assert f'<img src="/media/images/{name[:2]}/{name}" alt="一张图">' in Article.objects.get().body
    assert pictures.NAME.fullmatch(f"images/{name[:2]}/{name}")


def test_the_same_picture_again_is_the_same(beside, run):
    (beside / "a.md").write_text(markdown(body=PICTURE), "utf-8")
    run()
    _, said = run()
    assert "未变1篇" in said
    assert len(stored()) == 1


def test_a_dry_run_stores_no_picture(beside, run):
    (beside / "a.md").write_text(markdown(body=PICTURE), "utf-8")
    assert run(dry_run=True)[0] == 0
    assert stored() == []


def test_a_picture_inside_the_html_comes_along(folder, run):
    data = base64.b64encode(picture_bytes()).decode()
    body = f'<p>看图<img src="data:image/png;base64,{data}"></p>'
    (folder / "a.md").write_text(markdown(body=body), "utf-8")
    _, said = run()
    assert '<img src="/media/images/' in Article.objects.get().body
    assert NO_ALT in said


@pytest.mark.parametrize(
    "source",
    [
        "https://example.com/a.png",
        "//example.com/a.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "C:\\a.png",
        "../secret.png",
        "a/../../secret.png",
        "%2e%2e/secret.png",
        "link.png",
        "none.png",
        "a.md",
        "data:image/png;base64,!!!!",
        "",
    ],
)
def test_other_pictures_leave_the_text_and_are_told(folder, run, tmp_path, source):
    (tmp_path / "secret.png").write_bytes(picture_bytes())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "a.md").write_text(
        markdown(body=f'<p>文<img alt="图" src="{source}">字</p>'), "utf-8"
    )
    code, said = run()
    assert (code, Article.objects.get().body) == (0, "<p>文字</p>")
    assert "没有导入：" in said
    assert stored() == []


def test_a_picture_that_is_too_large_is_refused_by_its_header(folder, run, monkeypatch):
    monkeypatch.setattr(pictures, "MAX_PIXELS", 1000)
    (folder / "big.png").write_bytes(picture_bytes())
    (folder / "a.md").write_text(markdown(body="文![图](big.png)"), "utf-8")
    assert pictures.TOO_MANY_PIXELS in run()[1]

"""All pictures: where they are used, what they show, what nobody uses, which a form lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from articles.models import Article, Unsaved
from articles.workflow import amending, publishing
from firm.models import Lawyer, Office, Page, PageKind, PageVersion, SiteSettings
from firm.site.records import save_page
from richtext.core import pictures
from tests.factories import make_article, make_lawyer, make_settings, make_staff, make_superuser
from tests.firm.admin.test_admin import LAWYER
from tests.firm.pictures import picture, upload
from website.office import pictures as views
from website.office.admin_base import NOT_SAVED
from website.office.pictures import MISSING

pytestmark = pytest.mark.django_db
LIST = "/admin/pictures/"
REMOVE = f"{LIST}remove/"
NAME = "律师的照片.png"
SAID = NOT_SAVED.format(NAME)
PAGES = [(Lawyer, "portrait"), (Office, "map_image"), (SiteSettings, "mark")]


@pytest.fixture
def editor(client):
    """Somebody who writes and publishes."""
    rights = ("add", "change", "view", "publish")
    client.force_login(make_staff(*(f"articles.{one}_article" for one in rights)))
    return client


@pytest.fixture
def old(monkeypatch):
    """All pictures were uploaded two days ago."""
    long_ago = timezone.now() - timedelta(days=2)
    monkeypatch.setattr(type(default_storage), "get_modified_time", lambda *_: long_ago, False)


def a_picture():
    """The name of a stored picture, and its token."""
    name = pictures.store(upload(picture(size=(400, 300))))
    return name, pictures.StoredPicture(name).parts["token"]


def shown(name, alt="图"):
    return f'<p>甲<img src="/media/{name}" alt="{alt}"></p>'


def html(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def test_each_picture_stands_there_with_the_text_that_uses_it(
    editor, monkeypatch, django_assert_num_queries
):
    used, unused = a_picture(), a_picture()
    article = make_article(body=shown(used[0]))
    page = html(editor, LIST)
    assert f"/admin/pictures/{used[1]}/" in page
    assert f"文章“{article.title}”" in page
    assert f"/admin/articles/article/{article.pk}/change/" in page
    words = re.findall(r"(全部|使用中|未使用) (\d)\s*</a>", page)
    assert words == [("全部", "2"), ("使用中", "1"), ("未使用", "1")]
    assert used[1] not in html(editor, f"{LIST}?show=unused")
    assert unused[1] not in html(editor, f"{LIST}?show=used")
    for token in ("0" * 32, "ff"):
        assert editor.get(f"{LIST}{token}/").status_code == 404
    for _ in range(2):
        make_article(body=shown(a_picture()[0]))
    found = views.all_uses()
    monkeypatch.setattr(views, "all_uses", lambda: found)
    with django_assert_num_queries(8):  # beside the search few, for three rows too
        editor.get(LIST)


def by_versions(article, *bodies):
    for article.body in bodies:
        publishing.save_draft(article=article, user=make_staff())


def by_pages(page, *bodies):
    for page.body in bodies:
        save_page(page=page)
    assert PageVersion.objects.count() == len(bodies)


def published():
    article = make_article()
    publishing.publish(article=article, user=make_staff())
    return Article.objects.get(pk=article.pk)


OTHER = "<p>乙。</p>"
ABOUT = {"title": "关于", "slug": "about", "kind": PageKind.ABOUT}
UNSAVED = {"title": ["尚未公开的标题"]}
USERS = {
    "an article": lambda name: make_article(body=shown(name)),
    "an old version": lambda name: by_versions(make_article(state="draft"), shown(name), OTHER),
    "a change that waits": lambda name: by_versions(published(), shown(name)),
    "what was not saved": lambda name: Unsaved.objects.create(
        author=make_staff(), page="x", fields={**UNSAVED, "body": [shown(name)]}
    ),
    "an old page": lambda name: by_pages(Page(**ABOUT), shown(name), OTHER),
    "a portrait": lambda name: make_lawyer(portrait=name),
    "the mark": lambda name: make_settings(mark=name),
}


@pytest.mark.engine
@pytest.mark.parametrize("use", USERS)
def test_what_anything_uses_is_never_removed_and_a_colleagues_unsaved_text_not_told(
    editor, old, use
):
    name, token = a_picture()
    USERS[use](name)
    assert f"/admin/pictures/{token}/" not in html(editor, f"{LIST}?show=unused")
    page = html(editor, f"{LIST}{token}/")
    assert ("同事未保存的修改" in page) == (use == "what was not saved")
    assert UNSAVED["title"][0] not in page
    editor.post(REMOVE, {"picture": [token], "confirmed": "1"})
    assert default_storage.exists(name)


def test_what_nobody_uses_goes_after_it_was_shown_once_more_and_is_not_used_by_then(editor, old):
    name, token = a_picture()
    asked = editor.post(REMOVE, {"picture": [token]})
    assert f'value="{token}"' in asked.text
    article = make_article(body=shown(name))
    known = {"picture": [token], "confirmed": "1"}
    assert views.HELD.format(1) in editor.post(REMOVE, known, follow=True).text
    assert default_storage.exists(name)
    article.delete()
    for said in (views.REMOVED.format(1), views.REMOVED.format(0)):  # and again by a double click
        assert said in editor.post(REMOVE, known, follow=True).text
    for width in pictures.StoredPicture(name).widths:
        assert not default_storage.exists(pictures.StoredPicture(name).file(width))


def test_what_was_uploaded_today_or_is_no_picture_removes_nothing(editor):
    """A text that is being written may name it."""
    name, token = a_picture()
    page = html(editor, f"{LIST}?show=unused")
    assert "上传不满一天" in page
    assert f'value="{token}"' not in page
    editor.post(REMOVE, {"picture": [token], "confirmed": "1"})
    assert default_storage.exists(name)
    answer = editor.post(REMOVE, {"picture": ["../../secrets", "zz"]}, follow=True)
    assert views.NONE_CHOSEN in answer.text
    made_up = {"picture": ["\x00", "..", "/etc"], "confirmed": "1"}
    assert views.REMOVED.format(0) in editor.post(REMOVE, made_up, follow=True).text


def describe(client, token, article, **typed):
    """Open the page of a picture and save its words."""
    page = client.get(f"{LIST}{token}/").text
    since = re.search(r'name="since" value="(\d+)"', page)[1]
    given = {"article": article.pk, "since": since, **typed}
    return client.post(f"{LIST}{token}/", given, follow=True)


def test_other_words_are_a_new_version_of_a_draft_and_wait_where_it_is_published(editor):
    name, token = a_picture()
    article = make_article(state="draft", body=shown(name, "旧说明"))
    assert "旧说明" in html(editor, f"{LIST}{token}/")
    answer = describe(editor, token, article, words="认定流程图，共\n五步")
    assert views.SAVED in answer.text
    article.refresh_from_db()
    assert 'alt="认定流程图，共 五步"' in article.body
    assert article.revisions.latest("number").note == amending.PICTURE_WORDS_NOTE
    assert MISSING in describe(editor, token, article, words=" ").text
    describe(editor, token, article, words="忽略", decoration="on")
    article.refresh_from_db()
    assert amending.picture_words(article, token) == [""]
    public = make_article(body=shown(name, "旧说明"))
    assert views.WAITS in describe(editor, token, public, words="新说明").text
    public.refresh_from_db()
    assert "旧说明" in public.body
    assert amending.picture_words(public, token) == ["新说明"]


def test_neither_a_colleagues_newer_version_nor_what_waits_for_one_is_written_over(editor):
    name, token = a_picture()
    article, user = make_article(state="draft", body=shown(name, "旧说明")), make_staff()
    publishing.save_draft(article=article, user=user)
    typed = {"article": article.pk, "since": 0, "words": "我的"}
    answer = editor.post(f"{LIST}{token}/", typed, follow=True)
    assert "他人保存了新的版本" in answer.text
    article.refresh_from_db()
    assert "旧说明" in article.body
    publishing.submit(article=article, user=user)
    answer = describe(editor, token, article, words="新说明")
    assert amending.SUBMITTED in answer.text
    article.refresh_from_db()
    assert article.submitted_at


@pytest.fixture
def boss(client):
    make_settings()
    client.force_login(make_superuser())
    return client


def address(model):
    start = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    return f"{start}{SiteSettings.load().pk}/change/" if model is SiteSettings else f"{start}add/"


def beside(page, field):
    """What stands with the field."""
    return page.text.split(f"field-{field}")[1].split("form-row")[0]


@pytest.mark.parametrize(("model", "field"), PAGES)
def test_a_form_that_comes_back_names_the_picture_that_was_not_kept(boss, model, field):
    page = boss.post(address(model), {field: upload(picture(), NAME)})
    assert page.status_code == 200
    assert SAID in beside(page, field)


def test_an_error_of_a_row_below_loses_it_too_and_without_one_nothing_is_said(boss):
    assert NOT_SAVED.split("”")[1] not in boss.post(address(Lawyer), {"name": ""}).text
    page = boss.post(address(Lawyer), {"portrait": upload(b"text", NAME)})
    assert SAID not in page.text
    row = {"honours-TOTAL_FORMS": "1", "honours-0-title": "优秀律师"}  # neither issuer nor date
    page = boss.post(address(Lawyer), {**LAWYER, **row, "portrait": upload(picture(), NAME)})
    assert list(page.context["adminform"].form.errors) == ["portrait"]
    assert SAID in beside(page, "portrait")

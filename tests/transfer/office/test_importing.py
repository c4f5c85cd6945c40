"""Articles uploaded in the office: looked at, confirmed, imported, with their sender's rights."""

from datetime import timedelta

import pytest
from django.contrib.redirects.models import Redirect
from django.db import IntegrityError
from django.utils import timezone

from articles.models import Article, Revision, State
from firm.models import Lawyer, PracticeArea, SiteSettings
from richtext.base import sandbox
from richtext.core import pictures
from statutes.admin.texts import MOVED_ON
from statutes.importing import uploads as law_uploads
from tests.articles.pictures import picture_bytes
from tests.factories import make_lawyer, make_member, make_staff
from tests.transfer.office.importing import imported, markdown, page, upload, work, zipped
from transfer import admin, office
from transfer.importing import article_builder, folder
from transfer.importing.store import EXISTS, NOT_PUBLISHING
from transfer.models import ArticleImport, ArticleImportFile

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
FILE = ("工伤.md", markdown())


def test_a_file_is_looked_at_confirmed_and_imported(editor):
    there = upload(editor, FILE).url
    assert "正在核对" in page(editor, there)
    work()
    looked = page(editor, there)
    assert "将新导入1篇。" in looked
    assert "工伤认定要多久才有结果？" in looked
    assert not Article.objects.exists()
    editor.post(there, {"confirm": "1"})
    assert "正在导入" in page(editor, there)
    work()
    assert "新导入1篇。" in page(editor, there)
    assert Article.objects.get().state == State.DRAFT
    assert Revision.objects.get().created_by == ArticleImport.objects.get().user
    assert not ArticleImportFile.objects.exists()


def test_a_file_that_names_no_area_waits_until_one_is_chosen(editor):
    there = upload(editor, ("a.md", "# 工伤认定要多久才有结果？\n\n看情况。")).url
    work()
    assert admin.TO_CHOOSE.format(1) in editor.post(there, {"confirm": "1"}, follow=True).text
    editor.post(there, {"confirm": "1", "areas:": PracticeArea.objects.get().pk})
    work()
    assert Article.objects.get().author == Lawyer.objects.get()


def test_what_an_interrupted_import_has_stored_is_told_as_new(editor, monkeypatch):
    monkeypatch.setattr(folder, "BATCH", 1)
    files = [(f"{n}.md", markdown(f"a{n}", title=f"第{n}个问题怎么办？")) for n in range(3)]
    there = upload(editor, *files).url
    work()
    editor.post(there, {"confirm": "1"})
    steps = office.steps()
    next(steps)
    steps.close()
    assert Article.objects.count() == 1
    assert "正在导入 1/3" in page(editor, there)
    Article.objects.update(title="编辑随后改的标题？")
    ArticleImport.objects.update(update=True)
    work()
    assert "新导入3篇。" in page(editor, there)
    assert Article.objects.count() == 3
    assert Article.objects.filter(title="编辑随后改的标题？").exists()


def test_a_second_click_imports_nothing_twice_and_what_is_there_is_updated_only_when_asked(editor):
    there = upload(editor, FILE).url
    work()
    editor.post(there, {"confirm": "1"})
    assert MOVED_ON in editor.post(there, {"confirm": "1"}, follow=True).content.decode()
    work()
    assert Article.objects.count() == 1
    other = ("工伤.md", markdown(body="另一段。"))
    there = upload(editor, other).url
    work()
    assert EXISTS in page(editor, there).replace("&quot;", '"')
    imported(editor, other, update="on")
    assert Article.objects.get().body == "<p>另一段。</p>"


def test_an_upload_that_nobody_confirms_is_given_up_with_its_files(editor):
    there = upload(editor, FILE).url
    work()
    late = timezone.now() - law_uploads.UNCONFIRMED - timedelta(seconds=1)
    ArticleImport.objects.update(asked_at=late)
    office.forget_old()
    assert law_uploads.GIVEN_UP in page(editor, there)
    assert not ArticleImportFile.objects.exists()


PUBLISHED = ("工伤.md", markdown(state="已发布"))


def give(user, *rights):
    """A member who has these rights over articles, and no post."""
    from django.contrib.auth.models import Permission

    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


@pytest.fixture
def writer(client, site):
    """May write and change articles, not publish them."""
    user = give(make_staff(username="writer"), "add_article", "change_article", "view_article")
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"state": "已发布"}, article_builder.AS_DRAFT),
        ({"checked_on": "2026-11-01", "checked_by": "林致远"}, article_builder.NO_CHECK),
        ({"old_url": "/old/1.html"}, article_builder.NO_REDIRECT),
    ],
)
def test_what_its_sender_may_not_do_is_left_out_and_told(writer, told, words):
    there = imported(writer, ("工伤.md", markdown(**told)))
    article = Article.objects.get()
    assert (article.state, article.checked_by, article.checked_on) == (State.DRAFT, None, None)
    assert not Redirect.objects.exists()
    assert words in page(writer, there)


@pytest.mark.parametrize(("two", "state"), [(False, State.PUBLISHED), (True, State.DRAFT)])
def test_who_may_publish_does_unless_the_firm_wants_two_persons(editor, two, state):
    settings = SiteSettings.load()
    settings.second_person = two
    settings.save()
    imported(editor, PUBLISHED)
    assert Article.objects.get().state == state


def test_who_may_not_publish_changes_nothing_that_visitors_read(writer, editor):
    editor.force_login(make_member("编辑", username="two"))
    imported(editor, PUBLISHED)
    before = Article.objects.get().body
    writer.force_login(give(make_staff(username="w"), "add_article", "change_article"))
    there = imported(writer, ("工伤.md", markdown(body="另一段。")), update="on")
    assert NOT_PUBLISHING in page(writer, there)
    assert Article.objects.get().body == before


def test_what_has_not_changed_gets_no_links_from_who_may_not_change_it(writer, editor):
    editor.force_login(make_member("编辑", username="two"))
    imported(editor, PUBLISHED)
    linked = ("工伤.md", markdown(related="别处 | https://example.com/"))
    for number, rights in enumerate([["add_article"], ["add_article", "change_article"]]):
        writer.force_login(give(make_staff(username=f"w{number}"), *rights))
        imported(writer, linked)
        assert not Article.objects.get().related_links.exists()
    editor.force_login(make_member("编辑", username="three"))
    imported(editor, linked)
    assert Article.objects.get().related_links.exists()


def test_an_import_that_breaks_off_is_taken_back_all_the_same(editor, monkeypatch):
    there = upload(editor, FILE, ("b.md", markdown("b1", related="a1"))).url
    work()
    editor.post(there, {"confirm": "1"})
    monkeypatch.setattr(folder.Links, "settle", lambda *_, **__: 1 / 0)
    work()
    assert law_uploads.FAULT in page(editor, there)
    assert Article.objects.count() == 2
    editor.post(there, {"back": "1"})
    work()
    assert not Article.objects.exists()


def test_one_who_may_only_add_imports_articles_of_his_own(client, site):
    user = give(make_staff(username="own"), "add_article")
    own = make_lawyer(name="周明", slug="zhou-ming", user=user)
    client.force_login(user)
    imported(client, ("工伤.md", markdown()))
    assert Article.objects.get().author == own


def test_rights_that_were_taken_are_gone_and_nobody_sees_the_import_of_others(writer, client, site):
    there = upload(writer, PUBLISHED).url
    ArticleImport.objects.get().user.user_permissions.clear()
    work()
    assert ArticleImport.objects.get().words == office.NO_RIGHT
    assert writer.get(there).status_code == 403
    client.force_login(give(make_staff(username="own"), "add_article"))
    assert client.get(there).status_code == 403
    assert client.post(there, {"confirm": "1"}).status_code == 403


def test_a_file_over_which_the_reading_dies_is_refused_alone_and_of_many_the_rest(
    editor, read_here
):
    read = sandbox.run

    def dies(function, job):
        for told in read(function, job):
            if isinstance(told, int) and job["items"][told][2].startswith("坏"):
                raise sandbox.StoppedError
            yield told

    read_here.setattr(sandbox, "run", dies)
    good = {"好.md": markdown(), "晚.md": markdown("a9")}
    for bad, words, told in (
        (1, "将新导入2篇，没有导入1处。", sandbox.TOO_HEAVY),
        (4, "没有导入6处。", sandbox.GIVEN_UP),
    ):
        broken = {f"坏{number}.md": "x" for number in range(bad)}
        there = upload(editor, ("一.zip", zipped({**good, **broken}))).url
        work()
        said = page(editor, there)
        assert words in said
        assert told in said


def test_more_records_than_a_report_holds_are_refused_before_all_are_read(editor, monkeypatch):
    monkeypatch.setattr(office, "MOST_RECORDS", 60)
    there = upload(editor, ("a.jsonl", b"{}\n" * 100)).url
    work()
    assert office.TOO_LONG in page(editor, there)
    assert not ArticleImport.objects.get().lines.exists()


def test_a_batch_that_the_database_takes_back_takes_no_refusal_with_it(editor, monkeypatch):
    stored, broken = office.Lines.stored, []

    def breaks(lines, batch):
        stored(lines, batch)
        if not broken:
            broken.append(batch)
            raise IntegrityError

    monkeypatch.setattr(office.Lines, "stored", breaks)
    there = upload(
        editor, ("一.zip", zipped({"a.md": "x", "b.md": markdown(), "c.md": markdown("c")}))
    ).url
    work()
    assert broken
    assert "将新导入2篇，没有导入1处。" in page(editor, there)


def test_an_import_that_was_killed_says_how_far_it_is_and_no_more(editor):
    there = upload(editor, ("a.md", markdown())).url
    ArticleImport.objects.update(done=80)
    begun = office.steps()
    next(begun)
    assert ArticleImport.objects.get().done == 0
    begun.close()
    work()
    assert "将新导入1篇" in page(editor, there)


def test_the_worker_waits_for_no_file_and_draws_no_picture_itself(editor, read_here, monkeypatch):
    """With the process of its own that files are read in."""
    read_here.undo()
    monkeypatch.setattr(pictures, "decode", lambda *_: pytest.fail("was drawn here"))
    members = {"a.md": markdown(body="![图](a.png)"), "a.png": picture_bytes()}
    there = upload(editor, ("文.zip", zipped(members))).url
    reading_of = office.steps()
    next(reading_of)
    assert not ArticleImport.objects.get().lines.exists()
    assert not any(reading_of)
    editor.post(there, {"confirm": "1"})
    work()
    assert 'src="/media/images/' in Article.objects.get().body

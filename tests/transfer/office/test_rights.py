"""A file does no more in the office than its sender could do in a form."""

import pytest

from articles.models import Article, State
from articles.workflow import publishing
from firm.models import SiteSettings
from tests.factories import make_article, make_lawyer, make_member, make_staff
from tests.transfer.office.importing import imported, markdown, page, upload, work
from transfer import office
from transfer.importing import article_builder
from transfer.importing.store import NOT_PUBLISHING
from transfer.models import ArticleImport

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
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


def test_who_may_not_publish_imports_drafts_and_is_told(writer):
    there = imported(writer, PUBLISHED)
    assert Article.objects.get().state == State.DRAFT
    assert article_builder.AS_DRAFT in page(writer, there)


def test_who_may_publish_does(editor):
    imported(editor, PUBLISHED)
    assert Article.objects.get().state == State.PUBLISHED


def test_a_firm_that_wants_two_persons_gets_drafts_of_everybody(editor):
    settings = SiteSettings.load()
    settings.second_person = True
    settings.save()
    imported(editor, PUBLISHED)
    assert Article.objects.get().state == State.DRAFT


def test_who_may_not_publish_changes_nothing_that_visitors_read(writer, editor):
    editor.force_login(make_member("编辑", username="two"))
    imported(editor, PUBLISHED)
    before = Article.objects.get().body
    writer.force_login(give(make_staff(username="w"), "add_article", "change_article"))
    there = imported(writer, ("工伤.md", markdown(body="另一段。")), update="on")
    assert NOT_PUBLISHING in page(writer, there)
    assert Article.objects.get().body == before


def test_a_check_is_told_in_nobody_elses_name(editor):
    told = markdown(checked_on="2026-11-01", checked_by="林致远")
    there = imported(editor, ("工伤.md", told))
    assert Article.objects.get().checked_by is None
    assert article_builder.NO_CHECK in page(editor, there)


def test_one_who_may_only_add_imports_articles_of_his_own(client, site):
    user = give(make_staff(username="own"), "add_article")
    own = make_lawyer(name="周明", slug="zhou-ming", user=user)
    client.force_login(user)
    imported(client, ("工伤.md", markdown()))
    assert Article.objects.get().author == own


def test_old_addresses_are_led_on_only_by_who_may_set_them(writer):
    there = imported(writer, ("工伤.md", markdown(old_url="/old/1.html")))
    assert article_builder.NO_REDIRECT in page(writer, there)
    assert writer.get("/old/1.html").status_code == 404


def test_rights_that_were_taken_meanwhile_are_gone(writer):
    there = upload(writer, PUBLISHED).url
    ArticleImport.objects.get().user.user_permissions.clear()
    work()
    assert ArticleImport.objects.get().words == office.NO_RIGHT
    assert writer.get(there).status_code == 403


def test_one_who_may_not_write_sees_no_page_of_it(client, site):
    client.force_login(make_staff(username="none"))
    assert client.get("/admin/transfer/articleimport/").status_code == 403


def test_who_may_only_add_sees_no_import_of_others(editor, client):
    there = upload(editor, PUBLISHED).url
    client.force_login(give(make_staff(username="own"), "add_article"))
    assert client.get(there).status_code == 403
    assert client.post(there, {"confirm": "1"}).status_code == 403


def test_an_article_under_work_is_left_alone(editor):
    article = make_article(title="工伤认定要多久才有结果？", external_id="a1", state="published")
    publishing.save_draft(article=article, user=None)
    there = imported(editor, ("工伤.md", markdown(body="另一段。")), update="on")
    assert "没有导入1处" in page(editor, there)

"""删除示例: all that is sample goes with its files, nothing of one's own, or nothing at all."""

import pytest
from django.core.files.storage import default_storage

from articles.models import Article, RelatedLink, Tag
from consult.models import CannedReply, Consultation, KnownParty
from firm.models import Lawyer, Office, Page, PracticeArea, SiteSettings, SpecialDay
from firm.site import samples
from firm.site.services import save_page
from tests.factories import (
    make_article,
    make_lawyer,
    make_staff,
    make_submitted,
    make_superuser,
)
from website.office.opening import checklist, sample_records, sample_removal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
PAGE = "/admin/opening/sample/"
GONE = [Consultation, KnownParty, CannedReply, Article, Tag, Office, Lawyer, Page]


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


def press(client):
    """Look at the page, then press its button."""
    seen = client.get(PAGE).context["found"].number
    return client.post(PAGE, {"seen": seen}, follow=True)


def test_nothing_of_the_sample_is_left(boss):
    press(boss)
    assert not [model.__name__ for model in GONE if model.objects.exists()]
    assert samples.places() == []
    assert sample_removal.survey().is_empty


def test_the_settings_are_empty_where_they_said_what_the_sample_said():
    SiteSettings.objects.update(phone="0531-88880000", slogan="自己的一句话")
    sample_removal.remove()
    row = SiteSettings.fresh()
    assert (row.firm_name, row.service_time, row.founded_year) == ("", "", None)
    assert (row.phone, row.slogan, row.is_sample) == ("0531-88880000", "自己的一句话", False)


def test_areas_are_hidden_without_their_texts_and_holidays_stay():
    days = SpecialDay.objects.count()
    sample_removal.remove()
    assert PracticeArea.objects.exists()
    assert not PracticeArea.objects.published().exists()
    assert not PracticeArea.objects.exclude(text="").exists()
    assert SpecialDay.objects.count() == days


def test_pictures_go_with_their_records(django_capture_on_commit_callbacks):
    pictures = [lawyer.portrait.picture for lawyer in Lawyer.objects.all()]
    pictures += [office.map_image.picture for office in Office.objects.all()]
    files = [picture.file(width) for picture in pictures for width in picture.widths]
    assert all(map(default_storage.exists, files))
    with django_capture_on_commit_callbacks(execute=True):
        sample_removal.remove()
    assert not any(map(default_storage.exists, files))


def test_the_page_says_what_goes_and_what_stays(boss):
    html = boss.get(PAGE).text
    for words in ("15条咨询", "3位律师", "林致远", "5个固定页面", "23个业务领域", "不能恢复"):
        assert words in html
    assert "ICP备案号" in html
    assert not [one.name for one in Consultation.objects.all() if one.name and one.name in html]


def test_the_list_leads_to_every_place_that_is_sample(boss):
    html = boss.get("/admin/opening/").text
    for place in samples.places():
        assert f'href="{place.address}"' in html
    assert "示例32篇文章" in html
    assert f'href="{PAGE}"' in html
    assert html.count(checklist.AS_SHIPPED) == 5


def test_what_is_ones_own_stays():
    own = make_article(title="自己的一篇文章讲什么？")
    sample_removal.remove()
    assert list(Article.objects.all()) == [own]
    assert list(Lawyer.objects.all()) == [own.author]


def test_a_record_made_ones_own_stays_although_something_in_it_is_sample(boss):
    Lawyer.objects.filter(slug="lin-zhiyuan").update(
        name="许照之", licence_number="13701201811234567"
    )
    assert "律师“许照之”" in boss.get(PAGE).text
    press(boss)
    assert [lawyer.name for lawyer in Lawyer.objects.all()] == ["许照之"]


def test_a_notice_that_a_client_agreed_to_is_kept_in_its_version_and_a_draft_stands_on_top():
    asked, _ = make_submitted(area=PracticeArea.objects.first())
    sample_removal.remove()
    page = Page.objects.get()
    assert (page.kind, page.is_published) == ("privacy", False)
    assert asked.consents.get().notice.page == page
    assert samples.places() == []


def test_a_page_that_was_rewritten_in_part_is_taken_off_with_its_words():
    page = Page.objects.get(kind="fees")
    page.body = "<p>每小时一千元。本站为演示用。</p>"
    save_page(page=page)
    sample_removal.remove()
    page.refresh_from_db()
    assert (page.is_published, "一千元" in page.body) == (False, True)


def test_a_page_of_ones_own_with_an_example_in_it_is_never_deleted():
    page = save_page(page=Page(slug="model", title="委托合同（示例）", body="<p>甲方：本所</p>"))
    samples.judge(page, ["title", "body"])
    sample_removal.remove()
    assert Page.objects.get(slug="model").body == "<p>甲方：本所</p>"


def test_a_canned_reply_that_was_rewritten_stays_as_ones_own():
    CannedReply.objects.filter(order=10).update(text="您好，已经收到。")
    sample_removal.remove()
    assert [reply.is_sample for reply in CannedReply.objects.all()] == [False]


def test_own_articles_of_a_sample_lawyer_are_named_and_nothing_goes(boss):
    own = make_article(author=Lawyer.objects.first(), title="自己的一篇文章讲什么？")
    assert f"/admin/articles/article/{own.pk}/change/" in boss.get(PAGE).text
    answer = press(boss)
    assert sample_removal.IN_USE in answer.text
    assert Lawyer.objects.count() == 3
    assert Consultation.objects.exists()


def test_a_removal_that_fails_half_way_changes_nothing(monkeypatch):
    monkeypatch.setattr(sample_removal.chosen_areas, "withdraw_samples", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        sample_removal.remove()
    assert Lawyer.objects.count() == 3


def test_links_of_own_articles_to_those_of_the_sample_are_told(boss):
    target = Article.objects.filter(is_sample=True).first()
    RelatedLink.objects.create(article=make_article(), target=target, order=1)
    assert "1条相关文章链接" in boss.get(PAGE).text


def test_what_has_changed_since_it_was_shown_is_shown_again(boss):
    answer = boss.post(PAGE, {"seen": "1"})
    assert answer.status_code == 409
    assert Lawyer.objects.exists()


def test_it_is_recorded_who_did_it(boss):
    press(boss)
    assert "删除示例：15条咨询" in boss.get("/admin/firm/sitesettings/1/history/").text


def test_a_second_time_there_is_nothing_to_delete(boss):
    press(boss)
    assert "网站上没有示例了" in boss.get(PAGE).text


@pytest.mark.parametrize("missing", sample_removal.RIGHTS)
def test_it_needs_the_right_to_all_of_it(client, missing):
    client.force_login(make_staff(*(right for right in sample_removal.RIGHTS if right != missing)))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {"seen": "1"}).status_code == 403


def test_a_lawyer_added_meanwhile_is_left_alone():
    lawyer = make_lawyer()
    sample_removal.remove()
    assert list(Lawyer.objects.all()) == [lawyer]


def test_an_article_written_while_it_is_removed_stops_it(monkeypatch):
    monkeypatch.setattr(sample_records, "holding_on", list)  # not there yet when it was looked
    make_article(author=Lawyer.objects.filter(is_sample=True).first())
    with pytest.raises(sample_removal.InUseError):
        sample_removal.remove()
    assert Article.objects.filter(is_sample=True).exists()

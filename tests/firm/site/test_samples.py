"""What is still sample: judged by what it says, so that no save can clear it."""

import pytest
from django.forms import FileField
from django.utils.html import strip_tags

from firm import demo
from firm.models import Lawyer, Office, Page, PageKind, PracticeArea, SiteSettings
from firm.site import samples
from firm.site.identity import ALL_SAMPLE, PARTLY_SAMPLE
from tests.factories import make_area, make_lawyer, make_settings, make_superuser

pytestmark = pytest.mark.django_db
FOREIGN = {  # another invented firm, nothing of which is shipped
    "firm_name": "江东远山律师事务所",
    "site_name": "远山律师网",
    "licence_number": "31320000MD00001234",
    "phone": "025-58001234",
    "city": "江东市",
    "slogan": "先问清楚再说",
    "summary": "办理劳动争议。",
    "disclaimer": "本站内容不构成法律意见。",
    "email": "a@yuanshan.cn",
} | dict.fromkeys(("qq", "icp_number", "police_number"), "")


@pytest.fixture
def boss(client):
    client.force_login(make_superuser())
    return client


@pytest.fixture
def sample_firm():
    demo.load()


def fields_of(page):
    """The whole form of an office page as a browser would send it back."""
    form = page.context["adminform"].form
    told = [name for name, field in form.fields.items() if not isinstance(field, FileField)]
    values = {name: form[name].value() for name in told}
    return {name: value for name, value in values.items() if value not in (None, False)}


def save_unchanged(boss, address):
    answer = boss.post(address, fields_of(boss.get(address)))
    assert answer.status_code == 302, answer.context["errors"]


def labels():
    return [place.label for place in samples.places()]


@pytest.mark.parametrize("kind", list(PageKind.values[:5]))
def test_a_standing_page_saved_unchanged_is_still_sample(boss, sample_firm, kind):
    page = Page.objects.get(kind=kind)
    save_unchanged(boss, f"/admin/firm/page/{page.pk}/change/")
    page.refresh_from_db()
    assert page.is_sample
    assert any(page.title in label for label in labels())


def test_a_tick_in_the_settings_leaves_them_sample(boss, sample_firm):
    address = "/admin/firm/sitesettings/1/change/"
    boss.post(address, fields_of(boss.get(address)) | {"assign_by_turn": "on"})
    row = SiteSettings.fresh()
    assert (row.assign_by_turn, row.is_sample) == (True, True)
    assert ALL_SAMPLE in boss.get("/").text


def test_settings_of_another_firm_leave_the_rest_sample(boss, sample_firm):
    address = "/admin/firm/sitesettings/1/change/"
    assert boss.post(address, fields_of(boss.get(address)) | FOREIGN).status_code == 302
    html = boss.get("/").text
    assert not SiteSettings.fresh().is_sample
    assert (ALL_SAMPLE in html, PARTLY_SAMPLE in html) == (False, True)
    assert not any(label.startswith("网站设置") for label in labels())


def test_nothing_sample_is_left_of_another_firm(boss):
    make_settings(**FOREIGN)
    make_lawyer(name="林致远")  # a namesake of a sample lawyer is nobody's sample
    Office.objects.create(name="本所", address="江东市和平路1号")
    make_area(text="<p>本所办理劳动争议。</p>")
    assert samples.places() == []
    assert PARTLY_SAMPLE not in boss.get("/").text


def test_the_drawn_portrait_of_a_renamed_lawyer_is_still_sample(sample_firm):
    lawyer = Lawyer.objects.get(slug="lin-zhiyuan")
    for name in ("phone", "email", "summary", "bio", "education"):
        setattr(lawyer, name, "")
    lawyer.name, lawyer.licence_number = "李远", "13201201510000009"
    lawyer.save()
    lawyer.milestones.all().delete(), lawyer.honours.all().delete()
    assert samples.is_still_sample(lawyer, ["name", "licence_number"])
    assert not samples.is_still_sample(lawyer, ["portrait"])


def test_a_milestone_of_the_sample_keeps_a_lawyer_sample(sample_firm):
    lawyer = Lawyer.objects.get(slug="lin-zhiyuan")
    assert any("云澜" in reason for reason in samples.reasons(lawyer))
    own = make_lawyer()
    own.milestones.create(start_year=2015, title="律师", place="云澜石桥律师事务所（示例）")
    assert samples.is_still_sample(own, [])


def test_what_an_old_save_has_unmarked_is_marked_again(sample_firm):
    for kind in (SiteSettings, Lawyer, Office, Page):
        kind.objects.update(is_sample=False)
    samples.mark()
    assert all(
        kind.objects.filter(is_sample=True).exists()
        for kind in (SiteSettings, Lawyer, Office, Page)
    )


def test_the_text_of_a_shipped_area_is_named_until_it_is_rewritten(sample_firm):
    area = PracticeArea.objects.get(slug="medical")
    assert f"业务领域“{area}”" in labels()
    area.text = "<p>本所自己写的介绍。</p>"
    area.save()
    assert f"业务领域“{area}”" not in labels()


def test_costs_and_steps_of_a_shipped_area_are_named_too(sample_firm):
    area = PracticeArea.objects.get(slug="labor")
    area.text = "<p>本所自己写的介绍。</p>"
    area.save()
    assert f"业务领域“{area}”" in labels()


def test_what_an_earlier_release_shipped_is_known_again():
    row = next(row for row in samples.shipped()["areas"] if "formerly" in row)
    assert samples.traces_in(row["formerly"]) == [samples.SAME_TEXT]


@pytest.mark.parametrize("text", ["虚构债务的，不受保护。", "合同示例可以下载。", "石桥镇居民", ""])
def test_ordinary_words_are_no_trace(text):
    assert samples.traces_in(text) == []


@pytest.mark.parametrize(
    "text", ["请拨打03305550100。", "0330－5550100", "<p>云澜 石桥律师事务所</p>", "本页为示例文本"]
)
def test_the_sample_is_known_however_it_is_written(text):
    assert samples.traces_in(text)


def test_every_place_leads_to_a_page_of_the_office(boss, sample_firm):
    for place in samples.places():
        assert boss.get(place.address.split("#")[0]).status_code == 200, place
        assert strip_tags(place.reason)

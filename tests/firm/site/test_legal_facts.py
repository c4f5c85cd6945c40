"""What a confirmed page says of the firm and the site is held against what they are now."""

from datetime import timedelta

import pytest
from django.utils import timezone

from firm.models import Office, Page, PageKind, PracticeArea, SiteSettings
from firm.site import legal_pages
from firm.site.legal_pages import GAP, NotReadyError, State, confirm_page, state_words, written
from firm.site.records import notice_of_this_firm, save_page
from tests.factories import make_area, make_lawyer, make_settings, make_staff
from tests.firm.site.test_legal_pages import standing

pytestmark = pytest.mark.django_db
TOLD = {"firm_name": "衡川律师事务所", "phone": "025-66660001", "retention_days": 180}


@pytest.fixture(autouse=True)
def _a_firm():
    make_settings(**TOLD, reply_promise_hours=48, city="江宁")
    Office.objects.create(address="江宁市衡川路7号")
    make_lawyer().areas.add(make_area(name="劳动争议"))


def confirmed(kind=PageKind.PRIVACY):
    page = Page(kind=kind, slug=kind, title="告知", body=GAP.sub("三十天", written(kind)))
    return confirm_page(page=save_page(page=page), by=make_staff(last_name="周"))


def test_another_telephone_or_limit_takes_the_confirmation_back_and_says_why(monkeypatch):
    page = confirmed()
    page.confirmed_at -= timedelta(days=366)
    assert f"{timezone.localdate(page.confirmed_at):%Y}年" in state_words(page)
    SiteSettings.objects.update(phone="025-66660002")
    assert (standing().state, standing().done) == (State.OUTDATED, False)
    changed = legal_pages.FACT_CHANGED.format("电话", "025-66660001", "025-66660002")
    assert changed in state_words(page)
    assert notice_of_this_firm()  # the form stays open for it
    SiteSettings.objects.update(phone=TOLD["phone"])  # put back
    assert standing().done
    SiteSettings.objects.update(phone="025-66660002")
    confirm_page(page=page, by=make_staff(last_name="周"))  # who reads it again may stand for it
    assert standing().done
    monkeypatch.setitem(legal_pages.LIMITS, "most_files", 2)
    assert standing().state == State.OUTDATED


def test_another_address_promise_or_area_takes_it_back_but_not_what_the_text_does_not_say():
    confirmed()
    Office.objects.update(address="江宁市秦淮路9号")
    assert standing().state == State.OUTDATED
    page = confirmed(PageKind.DISCLAIMER)
    SiteSettings.objects.update(reply_promise_hours=None)
    assert legal_pages.GIVEN_UP.format("答复承诺", "48小时内") in state_words(page)
    confirmed(PageKind.ABOUT)
    make_area(name="合同纠纷")  # of which nobody says that he works there
    assert standing(PageKind.ABOUT).state == State.CONFIRMED
    make_lawyer().areas.set(PracticeArea.objects.all())
    assert standing(PageKind.ABOUT).state == State.OUTDATED
    confirmed(PageKind.FEES)
    SiteSettings.objects.update(phone="025-66660002", retention_days=90)
    assert standing(PageKind.FEES).done


def test_text_messages_that_are_given_up_are_noticed(settings):
    settings.SMS = {"vendor": "aliyun"}
    page = confirmed()
    assert legal_pages.tells_of_sms(page.body)
    settings.SMS = {}
    assert standing().state == State.OUTDATED
    told = legal_pages.GIVEN_UP.format("短信提醒的服务商", legal_pages.SMS_TOLD)
    assert told in state_words(page)


def test_a_notice_tells_of_wechat_where_it_is_set_and_of_its_end():
    told = "微信客服里写的由腾讯保存"
    assert not legal_pages.tells_of_wechat(written(PageKind.PRIVACY))
    assert told not in f"{legal_pages.in_short()}"
    SiteSettings.objects.update(wechat_service="https://work.weixin.qq.com/kfid/kfc12")
    page = confirmed()
    assert legal_pages.tells_of_wechat(page.body)
    assert told in f"{legal_pages.in_short()}"
    SiteSettings.objects.update(wechat_service="")
    gone = legal_pages.GIVEN_UP.format("微信客服", legal_pages.WECHAT_SERVICE)
    assert gone in state_words(page)


@pytest.mark.parametrize("kind", [PageKind.PRIVACY, PageKind.MINORS])
def test_a_page_is_not_confirmed_with_other_days_than_the_settings(kind):
    page = confirmed(kind)
    SiteSettings.objects.update(retention_days=90)
    assert standing(kind).refusals == [legal_pages.OTHER_DAYS.format("180天", "90天")]
    with pytest.raises(NotReadyError):
        confirm_page(page=page, by=make_staff(last_name="周"))


@pytest.mark.parametrize(
    "said", ["结束后保存90天", "自咨询结束之日起保存90日", "结束后七天内可以追问"]
)
def test_the_days_are_found_however_they_are_written(said):
    SiteSettings.objects.update(retention_days=90)
    page = Page(kind=PageKind.MINORS, title="规则", body=f"<p>咨询{said}。</p>")
    assert legal_pages.refusals(page) == []

"""A colleague is invited from the start page, by somebody who runs the firm and is no superuser."""

import pytest

from tests.browser.office import log_in
from tests.browser.test_taps import Thumb
from tests.browser.windows import window

pytestmark = [pytest.mark.browser, pytest.mark.ci]
MOST = 6
NAME, PASSWORD = "browser-manager", "orange-lamp-kV7-91"
MANAGER = (
    "from django.contrib.auth.models import Group, User;"
    f"User.objects.filter(username='{NAME}').delete();"
    f"u = User.objects.create_user('{NAME}', password='{PASSWORD}', is_staff=True);"
    "u.groups.add(Group.objects.get(name='咨询主管'))"
)
MAY_ANSWER = (
    "from consult.desk import access; from consult.base.policy import Action;"
    "one = access.holders(Action.REPLY).get(email='{0}');"
    "print(one.lawyer.name, *(area.name for area in one.lawyer.areas.all()))"
)
CLEAR = (
    "from django.contrib.auth.models import User; from firm.models import Lawyer;"
    "Lawyer.objects.filter(user__email='{0}').delete();"
    f"User.objects.filter(username='{NAME}').delete();"
    "User.objects.filter(email='{0}').delete()"
)


@pytest.fixture(params=[390, 1440])
def thumb(request, chromium, site):
    """A thumb over the start page of the manager, and the address of the colleague to come."""
    email = f"tong{request.param}@example.com"
    site.shell(MANAGER)
    with window(chromium, site, request.param, 844) as page:
        log_in(page, site, NAME, PASSWORD)
        yield Thumb(page), email
    site.shell(CLEAR.format(email))


def test_a_colleague_who_can_answer_costs_six_taps(thumb, site):
    thumb, email = thumb
    thumb.link("邀请同事")
    thumb.write("姓名", "吴桐")
    thumb.write("邮箱", email)
    thumb.tap(thumb.page.get_by_text("劳动与工伤", exact=True).last)
    thumb.button("发出邀请")
    thumb.page.locator(".messagelist .success").wait_for()
    assert thumb.taps <= MOST
    assert site.shell(MAY_ANSWER.format(email)).strip() == "吴桐 劳动与工伤"

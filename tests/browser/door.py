"""The pages of the staff's door, in the order in which somebody comes through it.

Invited, let in by a passkey, at home, and out again; each is opened once, in one window that keeps
its session, on a site that requires a second factor.
"""

from tests.browser import steps
from tests.browser.pages import Page
from tests.browser.passkeys import link
from tests.website.second_factor import NEW_PASSWORD

BARE = """
from django.contrib.auth.models import User
User.objects.filter(username="bare").delete()
print(User.objects.create_user("bare", password="rote-Bete-7-Gurken", is_staff=True).pk)
"""

TELEPHONE = """
from django.contrib.auth.models import User
User.objects.get(username="admin").totpdevice_set.update_or_create(defaults={"confirmed": True})
"""


def wrong_code(page, site, one):
    """A code that nobody was given."""
    page.goto(one.path)
    page.get_by_label("开通码").fill("1234-5678")
    return steps.clicked(page, "继续")


def opened(page, site, one):
    """The link of an invitation is followed."""
    page.goto(link(site))
    page.wait_for_url(one.path)  # the code has left the address, which counts as a navigation
    return steps.clicked(page, "继续")


def two_passwords(page, site, one):
    """Two passwords that differ, and no digits."""
    page.get_by_label("登录密码").fill(NEW_PASSWORD)
    page.get_by_label("再输入一次密码").fill("etwas anderes")
    page.get_by_label("验证器上的6位数字").fill("000000")
    return steps.clicked(page, "设置密码并开通")


def accepted(page, site, one):
    """Password and passkey are set; the recovery codes are shown."""
    page.get_by_label("登录密码").fill(NEW_PASSWORD)
    page.get_by_label("再输入一次密码").fill(NEW_PASSWORD)
    page.get_by_label("通行密钥的名称").fill("办公室电脑")
    return steps.clicked(page, "设置密码并用通行密钥开通")


def followed(page, site, one):
    """A passkey that is not the only factor is about to be taken away."""
    site.shell(TELEPHONE)
    page.goto(one.path)
    with page.expect_navigation() as brought:
        page.get_by_role("link", name="移除通行密钥").click()
    return brought.value


def of_bare(page, site, one):
    """A page about a colleague who has a password alone."""
    number = site.shell(BARE).strip()
    return page.goto(f"/admin/people/{number}/{one.path}")


def made(page, site, one):
    """The link for a new start of that colleague."""
    of_bare(page, site, one)
    return steps.clicked(page, "重置密码和两步验证")


def logged_out(page, site, one):
    """The login, with what it asks of those who have a second factor."""
    page.context.clear_cookies()
    return page.goto(one.path)


def refused(page, site, one):
    """A wrong password."""
    page.get_by_label("用户名").fill("bare")
    page.get_by_label("密码").fill("falsch")
    return steps.clicked(page, "登录")


def bare(page, site, one):
    """Password alone: the person is told whom to ask."""
    page.get_by_label("用户名").fill("bare")
    page.get_by_label("密码").fill(NEW_PASSWORD)
    return steps.clicked(page, "登录")


HOME = "/admin/second-factor/"
DOOR = [
    Page("door-invitation", "/admin/invitation/"),
    Page("door-invitation-wrong", "/admin/invitation/", 422, wrong_code),
    Page("door-accept", "/admin/invitation/", 200, opened),
    Page("door-accept-errors", "/admin/invitation/", 422, two_passwords),
    Page("door-codes", "/admin/invitation/", 200, accepted),
    Page("door-start", "/admin/"),
    Page("door-state", HOME),
    Page("door-telephone", f"{HOME}telephone/"),
    Page("door-passkey-remove", HOME, 200, followed),
    Page("door-reset-made", "reset/", 200, made),
    Page("door-reset", "reset/", 200, of_bare),
    Page("door-login", "/admin/login/", 200, logged_out),
    Page("door-login-wrong", "/admin/login/", 200, refused),
    Page("door-uninvited", "/admin/login/", 200, bare),
]

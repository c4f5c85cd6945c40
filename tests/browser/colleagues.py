"""People of the firm who are no superusers: each with the post of the group and nothing else."""

from contextlib import contextmanager

from tests.browser.office import log_in
from tests.browser.windows import window

PASSWORD = "orange-lamp-kV7-92"
MADE = (
    "from django.contrib.auth.models import Group, User;"
    "u, _ = User.objects.get_or_create(username='{name}', defaults=dict("
    "last_name='{surname}', first_name='一舟', is_staff=True));"
    f"u.set_password('{PASSWORD}'); u.is_active = True; u.save();"
    "u.groups.set([Group.objects.get(name='{post}')])"
)
# Who is there no longer is offered in no list of the tests that follow.
GONE = (
    "from django.contrib.auth.models import User;"
    "User.objects.filter(username='{}').update(is_active=False)"
)
NAMES = {
    "咨询主管": ("duty-manager", "管"),
    "律师": ("duty-lawyer", "吕"),
    "助理": ("duty-assistant", "祝"),
    "编辑": ("duty-editor", "边"),
}


@contextmanager
def at_work(chromium, site, post, width, height=900, **more):
    """A window of somebody with one post, on the start page."""
    name, surname = NAMES[post]
    site.shell(MADE.format(name=name, surname=surname, post=post))
    try:
        with window(chromium, site, width, height, **more) as page:
            log_in(page, site, name, PASSWORD)
            yield page
    finally:
        site.shell(GONE.format(name))


def fits(page):
    """Nothing is wider than the window, and nothing was complained of."""
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    assert page.console.worries() == [], page.console.worries()

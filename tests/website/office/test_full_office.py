"""The office of a full site: Chinese words on every page."""

import pytest
from django.contrib.redirects.models import Redirect

from statutes.models import RenamedCrime, TableVersion
from tests.factories import make_member, make_period, make_statute, make_superuser
from tests.website import desk_walk

pytestmark = pytest.mark.django_db
GROUPS = ["咨询主管", "律师", "助理", "编辑"]


def fields(response):
    """Label and help of each field of a form of the admin, those of its rows too."""
    for fieldset in response.context["adminform"]:
        for line in fieldset:
            for field in line:
                shown = field.field
                if field.is_readonly:
                    yield shown["label"], shown["help_text"]
                elif not shown.is_hidden:
                    yield shown.label, shown.help_text
    for formset in response.context["inline_admin_formsets"]:
        for field in formset.fields():
            if not field["widget"].is_hidden:
                yield field["label"], field["help_text"]


@pytest.fixture
def rows(sample):
    """The sample firm, and a row of what it has none of."""
    make_statute(["第一句话。", "第二句话。"], short_name="示例法")
    RenamedCrime.objects.create(old_name="旧罪", new_name="新罪", citation="《示例法》第一条")
    make_period(about="示例", short_name="示例法", number=1)
    TableVersion.objects.update_or_create(pk=1, defaults={"version": "2026-11-24"})
    Redirect.objects.create(site_id=1, old_path="/old.html", new_path="/articles/1/")


@pytest.mark.ci
def test_nobody_meets_english_or_odd_blanks_in_the_admin(client, rows, subtests):
    members = [make_superuser(username="boss"), *(make_member(group) for group in GROUPS)]
    for member in members:
        kinds = set()
        with subtests.test(member.username):
            client.force_login(member)
            for name, address, page in desk_walk.walk(client, desk_walk.starts()):
                kinds.add(name)
                for text in desk_walk.told(page):
                    odd = desk_walk.english(text) or desk_walk.ODD_BLANK.search(text)
                    assert not odd, (address, text[:80])
            assert len(kinds) > (90 if member.is_superuser else 0)  # or the walk has lost its way

"""The office of a full site: Chinese words on every page, fields that say what they are for."""

import pytest
from django.contrib import admin
from django.contrib.redirects.models import Redirect
from django.utils.html import strip_tags

from statutes.models import RenamedCrime, TableVersion
from tests.factories import make_member, make_period, make_statute, make_superuser
from tests.website import desk_walk

pytestmark = pytest.mark.django_db
# Fields whose label says everything: shown only, nothing to fill in.
SAID_BY_ITS_LABEL = (
    ("CannedReply", "法规提示"),  # a panel of what the text cites
    *(("PracticeArea", f"第{number}个问题") for number in (2, 3, 4, 5)),  # as the first one
    ("Page", "确认"),  # who confirmed the text, and when
    ("Page", "版本"),  # a number that counts itself
    ("Statute", "各个版本"),  # a list of the versions
    ("Statute", "已导入条文"),  # a number with a link
    ("Statute", "引用它的文本"),  # a number
    ("Statute", "条文来源"),  # what the source is and says
    ("StatuteArticle", "法规"),  # imported texts are looked at, never typed
    ("StatuteArticle", "条"),
    ("StatuteArticle", "编、章、节"),
    ("StatuteArticle", "条文"),
    ("TableVersion", "随软件提供的版本"),  # a date
    ("User", "岗位"),
    ("User", "最近登录"),
    ("User", "建立日期"),
)
LEDGER = ("Notice", "Consultation", "SearchedWords")  # no forms: only looked at, or pages of ours
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


def pages(model):
    """The new row and the first one, where there are such pages with a form."""
    folder = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    first = model.objects.order_by("pk").first()
    return [f"{folder}add/", *([f"{folder}{first.pk}/change/"] if first else [])]


@pytest.mark.usefixtures("sample")
def test_each_field_has_a_chinese_label_and_says_what_it_is_for(client, subtests):
    client.force_login(make_superuser())
    for model in admin.site._registry:
        for address in pages(model) if model.__name__ not in LEDGER else ():
            with subtests.test(address):
                response = client.get(address)
                if response.status_code == 200:
                    explained(model.__name__, response)


def explained(model, response):
    """Whether the help is on the page, not only in the model."""
    page = " ".join(strip_tags(response.text).split())
    for label, help_text in fields(response):
        assert not desk_walk.english(str(label)), label
        if (model, str(label)) not in SAID_BY_ITS_LABEL:
            words = " ".join(strip_tags(str(help_text)).split())
            assert words, f"{model}: {label}"
            assert words[:12] in page, f"{model}: {label}"


@pytest.fixture
def rows(sample):
    """The sample firm, and a row of what it has none of."""
    make_statute(["第一句话。", "第二句话。"], short_name="示例法")
    RenamedCrime.objects.create(old_name="旧罪", new_name="新罪", citation="《示例法》第一条")
    make_period(length="3年", about="示例", short_name="示例法", number=1)
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

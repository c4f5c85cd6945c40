"""Every form of the admin: each field has a Chinese label, and says what it is for."""

import pytest
from bs4 import BeautifulSoup
from django.contrib import admin
from django.utils.html import strip_tags

from tests.factories import make_superuser
from tests.website import desk_walk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]
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
# Signs that make, change, delete or show another record; the two boxes with arrows; the calendar.
GONE = ".related-widget-wrapper, .related-widget-wrapper-link, select[multiple], .vDateField"
SCRIPTS = ("SelectFilter2", "SelectBox", "calendar", "DateTimeShortcuts")
LEDGER = ("Notice", "Consultation", "SearchedWords")  # no forms: only looked at, or pages of ours


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


def test_a_field_without_help_would_be_found(client):
    client.force_login(make_superuser())
    response = client.get("/admin/articles/tag/add/")
    response.context["adminform"].form["name"].help_text = ""
    with pytest.raises(AssertionError, match="Tag: 名称"):
        explained("Tag", response)


def test_no_form_has_signs_transfer_boxes_or_the_calendar_of_django(client):
    client.force_login(make_superuser())
    addresses = [address for model in admin.site._registry for address in pages(model)]
    seen = [(address, client.get(address).text) for address in addresses]
    forms = [one for one in seen if 'method="post"' in one[1]]
    assert len(forms) > 20
    for address, html in forms:
        assert BeautifulSoup(html, "html.parser").select(GONE) == [], address
        assert [name for name in SCRIPTS if f"/{name}." in html] == [], address

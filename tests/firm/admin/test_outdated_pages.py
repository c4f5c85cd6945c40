"""Who changes the telephone or the address is told at once which pages still say the old one."""

import pytest
from django.urls import reverse

from firm.admin.base import OUTDATED
from firm.models import Office, Page, PageKind
from firm.site.legal_pages import GAP, confirm_page, written
from firm.site.records import save_page
from tests.factories import make_settings, make_superuser

pytestmark = pytest.mark.django_db


def test_a_new_address_names_the_notice_that_says_the_old_one(client):
    make_settings()
    office = Office.objects.create(address="江宁市衡川路7号")
    body = GAP.sub("三十天", written(PageKind.PRIVACY))
    page = save_page(page=Page(kind=PageKind.PRIVACY, slug="privacy", title="告知", body=body))
    boss = make_superuser()
    confirm_page(page=page, by=boss)
    client.force_login(boss)
    typed = {"name": "本所", "address": "江宁市秦淮路9号", "order": "0"}
    address = reverse("admin:firm_office_change", args=[office.pk])
    answer = client.post(address, typed, follow=True)
    assert OUTDATED.format("“告知”") in answer.text

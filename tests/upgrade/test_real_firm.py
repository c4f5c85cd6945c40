"""A firm that went live with 0.1.0: nothing of its own is lost, and nothing false stays unsaid."""

from urllib.error import HTTPError

import pytest

from consult.public.intake import CLOSED
from firm.models import SiteSettings
from tests.upgrade import folder, real_firm
from tests.upgrade.old_site import OldSite

pytestmark = [pytest.mark.audit, pytest.mark.engine, pytest.mark.process]
FIRST = folder.releases()[0]
ADDRESSES = ["/", "/contact/", "/articles/", "/lawyers/lawyer-1/", "/pages/about/", "/pages/fees/"]
OFFICE = """
from django.contrib.auth import get_user_model
from django.test import Client
client = Client(headers={{"host": "127.0.0.1"}})
admin = get_user_model().objects.get(username="admin")
client.force_login(admin)
print(client.get("{}").content.decode())
"""


def upgraded(place, **known):
    """The site of a firm, started under the code of today."""
    site = OldSite(place, FIRST)
    real_firm.make(site, **known)
    site.start()
    return site


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """With a privacy notice of its own."""
    site = upgraded(tmp_path_factory.mktemp("own"))
    yield site
    site.stop()
    site.drop()


@pytest.fixture(scope="module")
def false(tmp_path_factory):
    """With the sample's, which it saved as it was."""
    site = upgraded(tmp_path_factory.mktemp("false"), notice="")
    yield site
    site.stop()
    site.drop()


def office(site, address):
    return site.shell(OFFICE.format(address))


def test_a_firm_with_its_own_notice_goes_on_to_take_questions(own):
    status, page = own.get("/consult/")
    promised = SiteSettings(reply_promise_hours=24).promise_text
    assert (status, CLOSED in page, 'name="question"' in page) == (200, False, True)
    assert promised in page


def test_its_addresses_and_words_are_where_they_were(own):
    pages = {address: own.get(address)[1] for address in ADDRESSES}
    assert real_firm.NOTICE in own.get("/pages/privacy/")[1]
    assert real_firm.ABOUT in pages["/pages/about/"]
    assert real_firm.LAWYERS[0] in pages["/lawyers/lawyer-1/"]
    assert real_firm.OWN_PAGES["fees"] in pages["/pages/fees/"]


def test_a_text_that_an_old_import_left_open_keeps_its_address_and_is_in_no_list(own):
    page = own.get("/articles/8/")[1]
    assert real_firm.STUB in page
    assert "noindex" in page
    assert real_firm.STUB not in own.get("/articles/")[1]


def test_what_was_called_sent_stays_sent(own):
    rows = own.ask("SELECT sent_at IS NULL, unsent_at IS NULL FROM outbox_notice WHERE id = 2")
    assert [tuple(map(bool, row)) for row in rows] == [(False, True)]


def test_a_draft_of_a_reply_is_still_on_the_desk(own):
    assert own.walked("lawyer", "client") == ([], pytest.approx(10, abs=9))


def test_a_firm_with_the_samples_notice_takes_no_questions_and_says_so(false):
    try:
        page = false.get("/consult/")[1]
    except HTTPError as refused:
        page = refused.read().decode()
    assert CLOSED in page
    assert real_firm.PHONE in page
    assert 'name="question"' not in page


def test_operator_and_office_are_told_of_it(false):
    told = false.manage("check").stderr
    assert "firm.W001" in told
    page = false.ask("SELECT id FROM firm_page WHERE kind = 'privacy'")[0][0]
    for address in ("/admin/opening/", "/admin/"):
        assert f"/admin/firm/page/{page}/change/" in office(false, address)

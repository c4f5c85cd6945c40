"""Old addresses: spelling, one hop, no loops, and the admin's page of them."""

import pytest
from django.conf import settings
from django.contrib.redirects.models import Redirect
from django.urls import reverse

from articles import redirects
from articles.admin.redirects import KNOWN
from articles.redirects import RedirectError
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
RIGHTS = [f"redirects.{act}_redirect" for act in ("add", "change", "view")]
SPELLINGS = {
    "http://Old.example.com/News/Show.asp?ID=12": "/News/Show.asp?ID=12",
    "/%e6%96%87%E7%AB%A0/1.html": "/文章/1.html",
    "/%CE%C4%D5%C2.html": "/文章.html",
    "/a b?x=%26&y=文": "/a%20b?x=%26&y=文",
    "?p=12": "/?p=12",
}


@pytest.mark.parametrize("told", SPELLINGS)
def test_an_address_has_one_spelling(told):
    assert redirects.normalise_address(told) == SPELLINGS[told]
    assert redirects.normalise_address(SPELLINGS[told]) == SPELLINGS[told]


@pytest.mark.parametrize(
    "told", ["", "news/1", "ftp://x/y", "https://x", "/" + "a" * 201, "http://["]
)
def test_what_is_no_address_is_refused(told):
    with pytest.raises(RedirectError):
        redirects.normalise_address(told)


def kept(old, new):
    return Redirect.objects.create(site_id=settings.SITE_ID, old_path=old, new_path=new)


def test_what_led_to_an_old_address_is_led_on():
    article = make_article()
    kept("/a.html", "/b.html")
    assert redirects.add_redirects([("/b.html", article.get_absolute_url())]) == [""]
    assert set(Redirect.objects.values_list("new_path", flat=True)) == {article.get_absolute_url()}


def test_an_address_of_the_site_is_never_an_old_one():
    article = make_article()
    own = [
        "/",
        "/articles/",
        "/contact",
        article.get_absolute_url(),
        article.area.get_absolute_url(),
    ]
    said = redirects.add_redirects([(path, article.get_absolute_url()) for path in own])
    assert all(words.endswith(redirects.OWN) for words in said)
    assert not Redirect.objects.exists()


def test_what_somebody_has_set_stays():
    article = make_article()
    kept("/a.html", "/contact/")
    (said,) = redirects.add_redirects([("/a.html", article.get_absolute_url())])
    assert said.endswith(redirects.TAKEN.format("/contact/"))
    assert Redirect.objects.get().new_path == "/contact/"


class TestAdmin:
    """The page of old addresses in the office."""

    @pytest.fixture
    def office(self, client):
        client.force_login(make_staff(*RIGHTS))
        return client

    def add(self, office, old, new):
        return office.post(
            reverse("admin:redirects_redirect_add"), {"old_path": old, "new_path": new}
        )

    def test_a_chain_becomes_one_hop(self, office):
        article = make_article()
        kept("/b.html", article.get_absolute_url())
        assert (
            self.add(office, "http://old.cn/a.html", "http://127.0.0.1/b.html").status_code == 302
        )
        assert Redirect.objects.get(old_path="/a.html").new_path == article.get_absolute_url()

    def test_a_place_on_a_page_is_a_target_too(self, office):
        self.add(office, "/a.html", "/contact/#office-1")
        assert Redirect.objects.get().new_path == "/contact/#office-1"

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("/a.html", "https://evil.example.com/", redirects.FOREIGN),
            ("/a.html", "//evil.example.com/", redirects.FOREIGN),
            ("/a.html", "javascript:alert(1)", redirects.NO_SLASH.format("/articles/12/")),
            ("/a.html", "/a.html", redirects.LOOP),
            ("/b.html", "/a.html", redirects.LOOP),
            ("/articles/", "/contact/", redirects.NOT_OLD),
            ("/a.html", "/nowhere.html", redirects.NO_SUCH_PAGE),
            ("/c.html", "/contact/", KNOWN),
            ("a.html", "/contact/", redirects.NO_SLASH.format("/news/12.html")),
        ],
    )
    def test_what_cannot_be_is_said(self, office, old, new, words):
        kept("/a.html" if old == "/b.html" else "/c.html", "/b.html")
        response = self.add(office, old, new)
        assert response.status_code == 200
        assert words in response.content.decode()
        assert Redirect.objects.count() == 1


ELSEWHERE = ["//evil.example", "/\\evil.example", "javascript:alert(1)", "https://evil.example/"]


@pytest.mark.django_db
@pytest.mark.parametrize("target", [*ELSEWHERE, "\t//evil.example"])
def test_a_row_that_leads_elsewhere_leads_nowhere(client, target):
    Redirect.objects.create(site_id=1, old_path="/old-y/", new_path=target)
    assert client.get("/old-y/").status_code == 404

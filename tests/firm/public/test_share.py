"""The picture of a shared link: what the page says of it, what is drawn, what is kept."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageColor

from articles.models import Article
from firm.base import share_card
from firm.models import Office
from firm.site import share_pictures
from richtext.base import disk
from tests.factories import make_article, make_lawyer, make_settings, make_statute

pytestmark = pytest.mark.django_db


def named(client, address):
    """The paths of both pictures that a page names, the wide one first."""
    html = client.get(address).content.decode()
    found = re.findall(r'<meta (?:property="og:image"|itemprop="image") content="([^"]*)">', html)
    return [urlsplit(unescape(one)).path for one in found]


def asked(client, path):
    """A picture as a chat program gets it."""
    answer = client.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(BytesIO(answer.content))


def kept():
    """How many drawn pictures lie in the storage."""
    if not default_storage.exists("share"):
        return 0
    folders, _ = default_storage.listdir("share")
    return sum(len(default_storage.listdir(f"share/{one}")[1]) for one in folders)


@pytest.mark.parametrize(
    "address", ["/", "/lawyers/", "/articles/", "/areas/", "/contact/", "/statutes/"]
)
def test_every_page_names_a_wide_and_a_square_picture(client, address):
    make_settings()
    sizes = [asked(client, path).size for path in named(client, address)]
    assert sizes == [(1200, 630), (600, 600)]


def test_pages_of_records_have_one_too(client):
    article, statute = make_article(), make_statute(["甲。"])
    for address in (
        article.get_absolute_url(),
        article.author.get_absolute_url(),
        article.area.get_absolute_url(),
        statute.get_absolute_url(),
    ):
        assert len(named(client, address)) == 2


def test_a_search_has_none_for_words_that_a_stranger_typed(client):
    make_settings()
    assert named(client, "/search/?q=某人是骗子") == []
    assert named(client, "/statutes/?q=某人是骗子") == []


def test_another_title_name_or_colour_is_another_picture(client):
    make_settings()
    article = make_article()
    paths = {named(client, article.get_absolute_url())[0]}
    Article.objects.filter(pk=article.pk).update(title="换了一个标题应该怎么办？")
    paths |= {named(client, article.get_absolute_url())[0]}
    make_settings(accent="#7a1f2b")
    paths |= {named(client, article.get_absolute_url())[0]}
    make_settings(site_name="另一个名称")
    paths |= {named(client, article.get_absolute_url())[0]}
    assert len(paths) == 4


def test_nobody_else_has_words_drawn(client):
    card = share_card.of("本所承诺包赢", "青石律师网", "#14596b")
    forged = card.address("wide").replace(f"wide-{card.sealed[:3]}", "wide-AAA")
    assert client.get(forged).status_code == 404
    assert client.get(card.address("wide")).status_code == 200


def test_an_address_of_the_last_key_still_shows_its_picture(client, settings):
    address = share_card.of("标题", "名称", "#14596b").address("square")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of fifty characters or more, as they ought to be"
    assert client.get(address).status_code == 200


def test_it_is_drawn_once_and_kept(client, monkeypatch):
    path = share_card.of("先画一次", "青石律师网", "#14596b").address("wide")
    before = kept()
    first = client.get(path)
    monkeypatch.setattr(share_pictures, "draw", None)
    assert client.get(path).content == first.content
    assert kept() == before + 1
    assert "immutable" in first["Cache-Control"]


def test_a_full_disk_keeps_nothing_and_shows_it_all_the_same(client, monkeypatch):
    monkeypatch.setattr(disk, "has_room", lambda storage, size: False)
    before = kept()
    asked(client, share_card.of("磁盘满了", "青石律师网", "#14596b").address("wide"))
    assert kept() == before


def test_it_is_drawn_in_the_colour_of_the_firm(client):
    make_settings(accent="#7a1f2b")
    image = asked(client, named(client, "/contact/")[0]).convert("RGB")
    assert image.getpixel((5, 5)) == ImageColor.getrgb("#7a1f2b")


def test_a_name_without_a_sign_that_can_be_drawn_and_a_colour_that_is_none_break_nothing(client):
    make_settings(site_name="😀", accent="red; }")
    lawyer = make_lawyer(name="😀")
    for path in [*named(client, "/"), *named(client, lawyer.get_absolute_url())]:
        asked(client, path)


def test_an_office_without_a_name_has_a_page_with_a_picture(client):
    Office.objects.create(address="云澜路1号")
    assert len(named(client, "/contact/")) == 2

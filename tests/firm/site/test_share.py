"""The picture of a shared link: what is said of it, how it is drawn, what is kept."""

import dataclasses
import re
from datetime import timedelta
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image, ImageColor, ImageFont

from articles.models import Article
from firm.base import share_card
from firm.base.share_card import SQUARE, WIDE
from firm.models import Office
from firm.site import share_pictures
from firm.site.share_pictures import balanced, drawable, wrapped
from richtext.base import disk
from richtext.base.words import NOT_FIRST, NOT_LAST, stretches
from tests.factories import make_article, make_lawyer, make_settings, make_statute
from tests.firm.pictures import picture, upload

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
    wide, square = named(client, address)
    assert [asked(client, path).size for path in (wide, square)] == [(1200, 630), (600, 600)]
    # WeChat looks for it in the page, and finds it where there is no other of 300 pixels.
    hidden = re.search(
        r'<div hidden>\s*<img src="([^"]*)"[^>]*loading="lazy">', client.get(address).text
    )
    assert urlsplit(unescape(hidden[1])).path == square


def test_pages_of_records_have_one_too_and_a_search_none(client):
    article, statute = make_article(), make_statute(["甲。"])
    for address in (
        article.get_absolute_url(),
        article.author.get_absolute_url(),
        article.area.get_absolute_url(),
        statute.get_absolute_url(),
    ):
        assert len(named(client, address)) == 2
    make_settings()
    assert named(client, "/search/?q=某人是骗子") == []
    assert named(client, "/statutes/?q=某人是骗子") == []


def test_that_of_an_article_goes_with_it_and_of_no_other_article_is_it_shown(client):
    make_settings()
    article, other = make_article(), make_article(title="另一篇")
    path = named(client, article.get_absolute_url())[0]
    asked(client, path)
    assert client.get(path.replace(f"/{article.pk}/", f"/{other.pk}/")).status_code == 404
    assert client.get(f"/media{path.partition(str(article.pk))[2]}").status_code == 404
    Article.objects.filter(pk=article.pk).update(state="withdrawn")
    gone = client.get(path)
    assert (gone.status_code, gone["Cache-Control"]) == (410, "no-cache")


def test_all_laws_have_the_one_picture_of_the_site(client):
    make_settings()
    laws = make_statute(["甲。"]), make_statute(["乙。"], slug="other", short_name="灯塔法")
    assert len({tuple(named(client, law.get_absolute_url())) for law in laws}) == 1


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


def test_nobody_else_has_words_drawn_and_the_last_key_still_counts(client, settings):
    card = share_card.of("本所承诺包赢", "青石律师网", "#14596b")
    forged = card.address("wide").replace(f"wide-{card.sealed[:3]}", "wide-AAA")
    assert client.get(forged).status_code == 404
    assert client.get(card.address("wide")).status_code == 200
    address = share_card.of("标题", "名称", "#14596b").address("square")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key of fifty characters or more, as they ought to be"
    assert client.get(address).status_code == 200


def test_it_is_drawn_once_and_kept_unless_the_disk_is_full(client, monkeypatch):
    path = share_card.of("先画一次", "青石律师网", "#14596b").address("wide")
    before = kept()
    first = client.get(path)
    assert first["Cache-Control"] == "public, max-age=86400"
    with monkeypatch.context() as patch:
        patch.setattr(share_pictures, "draw", None)
        assert client.get(path).content == first.content
    assert kept() == before + 1
    monkeypatch.setattr(disk, "has_room", lambda storage, size: False)
    asked(client, share_card.of("磁盘满了", "青石律师网", "#14596b").address("wide"))
    assert kept() == before + 1


def test_it_is_drawn_in_the_colour_of_the_firm_with_its_mark_and_what_it_shows_is_in_its_address(
    client,
):
    settings = make_settings(accent="#7a1f2b", city="云澜市")
    article, plain = make_article(), asked(client, named(client, "/contact/")[0]).convert("RGB")
    settings.mark = upload(picture(size=(400, 400), color="#00ff00"))
    settings.save()
    marked = asked(client, named(client, "/contact/")[0]).convert("RGB")
    place = share_pictures.LAYOUTS[WIDE].margin + 40, 630 - share_pictures.LAYOUTS[WIDE].margin - 5
    assert plain.getpixel((5, 5)) == marked.getpixel((5, 5)) == ImageColor.getrgb("#7a1f2b")
    assert marked.getpixel(place)[1] > 200 > max(marked.getpixel(place)[::2])
    card = share_card.read(
        re.search(r"wide-(.*)\.png", named(client, article.get_absolute_url())[0])[1]
    )
    assert card.place == f"云澜市 · {article.area.name}"
    assert card.mark == settings.mark.name
    gone = dataclasses.replace(card, mark=card.mark.replace("images/", "images/../"), article="")
    asked(client, gone.address(WIDE))


def test_a_name_without_a_sign_that_can_be_drawn_and_a_colour_that_is_none_break_nothing(client):
    make_settings(site_name="😀", accent="red; }")
    lawyer = make_lawyer(name="😀")
    for path in [*named(client, "/"), *named(client, lawyer.get_absolute_url())]:
        asked(client, path)


def test_an_office_without_a_name_has_a_page_with_a_picture(client):
    Office.objects.create(address="云澜路1号")
    assert len(named(client, "/contact/")) == 2


LONG = (
    "《中华人民共和国民法典》第1079条：法院判决离婚的情形（感情确已破裂）有哪些，"
    "分居满两年是否一定判离，以及如何举证、向哪里起诉？"
)


@pytest.fixture(params=[400, 520, 640, 777, 1024])
def lines(request):
    """A long title in a narrow column and in wide ones."""
    return wrapped(LONG, share_pictures._serif(64), request.param)


def test_lines_begin_and_end_well_lose_nothing_and_tear_no_number(lines):
    assert not [line for line in lines if line[0] in NOT_FIRST or line[-1] in NOT_LAST]
    assert "".join(lines) == LONG
    assert any("1079" in line for line in lines)
    torn = [one for one in stretches(LONG) if not any(one in line for line in lines)]
    assert all(len(one) * 64 > 400 for one in torn)


def test_lines_are_of_about_one_length_in_letters_that_are_there():
    font = share_pictures._serif(92)
    text = "房东不肯退押金怎么办呢？"
    first, second = balanced(text, font, 800)
    assert wrapped(text, font, 800) != [first, second]
    assert abs(len(first) - len(second)) <= 2
    assert drawable("欠钱😀不还，龘骉䶮A1") == "欠钱不还，龘骉䶮A1"
    assert isinstance(share_pictures._sans(30), ImageFont.FreeTypeFont)
    assert share_pictures._serif(30).getname()[0] == "Noto Serif SC"


@pytest.mark.parametrize("shape", [WIDE, SQUARE])
@pytest.mark.parametrize("title", ["", "押", LONG, "W" * 60, "……" * 30, "（" * 40])
def test_any_title_stays_within_the_margins(shape, title):
    png = share_pictures.draw(share_card.of(title, "青石律师事务所" * 5, "#14596b"), shape)
    width, height = share_card.SIZES[shape]
    left, top, right, bottom = _white(png)
    assert min(left, width - right, height - bottom) >= 20
    assert top >= 10


def _white(png):
    return Image.open(BytesIO(png)).convert("L").point(lambda value: 255 * (value > 100)).getbbox()


def test_what_was_drawn_long_ago_goes_and_the_rest_stays(monkeypatch):
    old, new = (share_card.of(title, "青石律师网", "#14596b") for title in ("旧标题", "新标题"))
    for card in (old, new):
        share_pictures.png_of(card, "square")
    long_ago = timezone.now() - share_pictures.STORED - timedelta(hours=1)
    ages = {old.file("square"): long_ago}
    monkeypatch.setattr(
        type(default_storage._wrapped), "get_modified_time",
        lambda self, name: ages.get(name) or timezone.now(),
    )  # fmt: skip
    share_pictures.forget_old()
    assert not default_storage.exists(old.file("square"))
    assert default_storage.exists(new.file("square"))


def test_where_nothing_was_drawn_there_is_nothing_to_forget(tmp_path, settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    share_pictures.forget_old()
    assert list(tmp_path.iterdir()) == []

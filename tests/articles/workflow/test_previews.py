"""A link for somebody outside: shows the newest version, dies after seven days or on revoke."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from articles.models import PreviewLink, State
from articles.public.views import BAND, CHANGE_NOT_PUBLIC, DEAD, NOT_PUBLIC
from articles.workflow import previews, publishing
from firm.base import dates
from tests.articles.admin.test_article import WRITER, edited, log_in, said
from tests.factories import make_article, make_staff

pytestmark = pytest.mark.django_db
DAYS = timedelta(days=7)


@pytest.fixture
def article():
    return make_article(state=State.DRAFT, body="<p>还没有公开的。</p>")


def path_of(link):
    return "/articles/" + previews.address(link).partition("/articles/")[2]


@pytest.fixture
def link(article):
    return previews.make(article=article, user=None)


def is_dead(response):
    return response.status_code == 404 and DEAD in response.text


def test_it_shows_a_draft_to_who_has_the_link(client, link):
    response = client.get(path_of(link))
    assert "还没有公开的。" in response.text
    band = BAND.format(seen=NOT_PUBLIC, until=dates.minute(link.expires_at))
    assert band in response.text
    assert client.get(link.article.get_absolute_url()).status_code == 404


def test_nobody_keeps_finds_or_is_told_of_it(client, link):
    for address in (path_of(link), "/articles/preview/wrong/"):
        response = client.get(address)
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["X-Frame-Options"] == "DENY"
    html = client.get(path_of(link)).text
    assert "noindex" in html
    assert "canonical" not in html


def test_it_shows_the_change_of_a_live_article(client):
    article = make_article(body="<p>访客看到的。</p>")
    later = timezone.now() + DAYS
    waits = edited(article, body="<p>等待发布的。</p>", publish_at=later)
    publishing.save_draft(article=waits, user=None)
    html = client.get(path_of(previews.make(article=article, user=None))).text
    assert "等待发布的。" in html
    assert CHANGE_NOT_PUBLIC in html
    assert "访客看到的。" in client.get(article.get_absolute_url()).text


def test_it_dies_after_seven_days(client, link, monkeypatch):
    ends = link.expires_at
    assert abs(ends - link.created_at - DAYS) < timedelta(seconds=5)
    for moment, dead in ((ends - timedelta(seconds=1), False), (ends, True)):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert is_dead(client.get(path_of(link))) == dead


def test_it_dies_when_it_is_revoked_and_when_the_article_is_withdrawn(client, article, link):
    previews.revoke(link=link)
    assert is_dead(client.get(path_of(link)))
    other = previews.make(article=article, user=None)
    publishing.publish(article=edited(article), user=None)
    publishing.withdraw(article=edited(article), user=None)
    assert is_dead(client.get(path_of(other)))


def test_a_wrong_key_or_a_forged_signature_gives_the_same_page(client, link):
    dead = client.get("/articles/preview/wrong/")
    own = re.compile(
        'name="next" value="[^"]*"'
    )  # the switch for large type leads back to its page
    for key in ("0", "999", "x", "", "9" * 40, "1 OR 1=1", "²"):
        address = reverse("articles:preview", args=[previews.SIGNER.sign(key)])
        response = client.get(address)
        assert is_dead(response), key
        assert own.sub("", response.text) == own.sub("", dead.text), key
    token = path_of(link).split("/")[-2]
    foreign = signing.Signer(key="another", sep=".", salt="articles.preview").sign(link.pk)
    other_use = signing.Signer(sep=".", salt="else").sign(link.pk)
    for wrong in (token[:-1], f"{token}x", foreign, other_use, str(link.pk), "a" * 3000):
        assert is_dead(client.get(f"/articles/preview/{wrong}/")), wrong


def test_a_link_is_made_listed_and_revoked_in_the_admin(client, article):
    address = reverse("admin:articles_article_links", args=[article.pk])
    user = log_in(client, *WRITER)
    assert client.get(address).status_code == 200
    assert "失效" in said(client.post(address))
    link = PreviewLink.objects.get()
    assert link.created_by == user
    html = client.get(address).text
    assert previews.address(link) in html
    assert "有效，至" in html
    client.post(address, {"revoke": link.pk})
    html = client.get(address).text
    assert "已作废" in html
    assert previews.address(link) not in html


def test_an_odd_link_or_one_of_another_article_is_not_revoked_here(client, article):
    other = previews.make(article=make_article(), user=make_staff())
    log_in(client, *WRITER)
    address = reverse("admin:articles_article_links", args=[article.pk])
    for chosen in ("x", "9" * 40, "²", "0", other.pk):
        assert client.post(address, {"revoke": chosen}).status_code == 404

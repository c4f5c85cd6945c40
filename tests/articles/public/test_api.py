"""The read API: what it tells of the public articles, to whom, and what it never tells."""

import re

import pytest
from django.utils import timezone

from articles.models import Tag
from articles.public import feeds
from firm.base import current_site
from richtext.core.pictures import MISSING
from tests.articles.public.test_lists import HIDDEN
from tests.factories import make_area, make_article, make_lawyer, make_settings

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture(autouse=True)
def _open():
    make_settings(api_is_open=True)


def test_it_is_closed_until_the_firm_opens_it(client):
    make_settings(api_is_open=False)
    for address in ("/api/articles/", f"/api/articles/{make_article().pk}/"):
        answer = client.get(address)
        assert (answer.status_code, answer.json()) == (404, {"error": feeds.CLOSED})


def test_a_list_tells_what_the_feed_tells_of_what_is_public(client):
    area, author = make_area(slug="qiao"), make_lawyer()
    hidden = [make_article(area=area, author=author, title="拱桥秘密", **one) for one in HIDDEN]
    shown = make_article(area=area, author=author, title="拱桥塌了谁赔？", summary="<先>看合同。")
    shown.tags.add(Tag.objects.create(name="建设工程"))
    make_article()
    for query in ("?area=qiao", "?q=拱桥", "?q=拱桥&area=qiao&page=1"):
        answer = client.get(f"/api/articles/{query}")
        told = answer.json()
        assert (told["total"], told["page"], told["pages"]) == (1, 1, 1)
        (one,) = told["articles"]
        assert one == {
            "id": shown.pk,
            "url": f"http://127.0.0.1:8000{shown.get_absolute_url()}",
            "title": shown.title,
            "summary": shown.summary,
            "area": {"name": area.name, "slug": "qiao"},
            "tags": ["建设工程"],
            "author": {
                "name": author.name,
                "url": f"http://127.0.0.1:8000{author.get_absolute_url()}",
            },
            "published": one["published"],
            "updated": one["updated"],
        }
        assert one["published"][:19] == timezone.localtime(shown.publish_at).isoformat()[:19]
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert "Access-Control-Allow-Origin" not in answer.headers
    assert one["published"] in client.get("/articles/feed/").text.replace(" ", "")
    assert client.get("/api/articles/").json()["total"] == 2
    codes = [client.get(f"/api/articles/{one.pk}/").status_code for one in hidden]
    assert codes == [404, 410, 404, 410, 404]


def test_an_article_comes_with_its_text_and_full_addresses(client, settings):
    places = ["/articles/7/", "https://a.cn/x", "//a.cn/y"]
    links = "".join(f'<a href="{one}">见</a>' for one in places)
    path = f"/media/images/3f/{'3f' * 16}-1600x1067-s480.960-w960.webp"
    pictures = f'<img src="{path}" alt="图"><img src="/media/{MISSING}" alt="没有的图">'
    one = make_article(body=f"<h2>一</h2><p>见{links}。{pictures}</p>")
    told = client.get(f"/api/articles/{one.pk}/").json()
    found = re.findall(r'(?:href|src)="([^"]*)"', told["body"])
    site = "http://127.0.0.1:8000"
    assert found == [f"{site}/articles/7/", *places[1:], f"{site}{path}"]
    assert "srcset" not in told["body"]
    assert (told["title"], told["checked"]) == (one.title, None)
    settings.MEDIA_PUBLIC_URL = "https://img.a.cn"
    told = client.get(f"/api/articles/{one.pk}/").json()
    assert f'src="https://img.a.cn{path.removeprefix("/media")}"' in told["body"]


@pytest.mark.parametrize("query", ["area=nowhere", "page=2", "page=0", "page=x", "q=桥&page=2"])
def test_what_is_not_there_is_said_in_json(client, query):
    answer = client.get(f"/api/articles/?{query}")
    assert answer.status_code == 404
    assert answer.json()["error"].endswith("。")


def test_it_is_read_alone_and_told_when_nothing_has_changed(client):
    make_article(title="拱桥")
    for method in ("post", "put", "delete"):
        answer = getattr(client, method)("/api/articles/")
        assert (answer.status_code, answer.json()["error"]) == (405, feeds.READ_ONLY)
        assert answer.headers["Allow"] == "GET, HEAD"
    address = "/api/articles/?q=拱桥"
    known = client.get(address).headers["ETag"]
    assert client.get(address, headers={"If-None-Match": known}).status_code == 304
    assert client.head(address).content == b""


def test_a_page_costs_the_same_however_many_there_are(client, django_assert_max_num_queries):
    area, author = make_area(), make_lawyer()
    for _ in range(5):
        make_article(area=area, author=author).tags.add(Tag.objects.get_or_create(name="甲")[0])
    client.get("/api/articles/")
    with django_assert_max_num_queries(10):
        assert len(client.get("/api/articles/").json()["articles"]) == 5


def test_the_site_of_a_lawyer_tells_of_that_lawyers_articles_alone(client, settings):
    settings.ALLOWED_HOSTS = ["lin.example.cn"]
    own, other = make_article(author=make_lawyer(hostname="lin.example.cn")), make_article()
    host = {"headers": {"Host": "lin.example.cn"}}
    (told,) = client.get("/api/articles/", **host).json()["articles"]
    with current_site.speaking_as(own.author):
        assert told["url"] == current_site.here_url(own.get_absolute_url())
    assert client.get(f"/api/articles/{own.pk}/", **host).status_code == 200
    assert client.get(f"/api/articles/{other.pk}/", **host).status_code == 404

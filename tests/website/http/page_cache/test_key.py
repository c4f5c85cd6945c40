"""Two visitors share a page only when nothing they sent could make it another one."""

import pytest

from tests.website.http.page_cache.asking import Site
from website.http.page_cache import key


@pytest.fixture
def site(settings):
    key._host.cache_clear()
    settings.ALLOWED_HOSTS = ["www.example.cn", "li.example.cn", ".wild.cn", "127.0.0.1"]
    settings.SITE_HOST = "www.example.cn"
    yield Site()
    key._host.cache_clear()


def listed(query):
    """A request for the list of articles."""
    return {"path": "/articles/", "query": query}


def are_shared(site, one, other):
    """Whether two requests are answered by one rendering."""
    before = len(site.rendered)
    assert [site.get(**one).status, site.get(**other).status] == [200, 200]
    return len(site.rendered) == before + 1


def is_handed_on(site, **request):
    """Whether Django sees a request itself, each time."""
    before = len(site.rendered)
    site.get(**request), site.get(**request)
    return len(site.rendered) == before + 2


APART = [
    ({"host": "www.example.cn"}, {"host": "li.example.cn"}),
    ({"path": "/contact/"}, {"path": "/lawyers/"}),
    (listed("page=2"), listed("page=3")),
    (listed("area=a"), listed("area=b")),
    ({}, {"cookie": "type=large"}),
]
ALIKE = [
    ({}, {"user_agent": "x", "accept_language": "en", "referer": "https://a.cn", "dnt": "1"}),
    ({}, {"x_forwarded_host": "evil.example", "x_forwarded_port": "1", "forwarded": "host=e"}),
    ({}, {"x_original_url": "/admin/", "x_http_method_override": "POST"}),
    ({}, {"authorization": "Basic eDp4", "origin": "https://a.cn", "x_forwarded_for": "1"}),
    ({}, {"cookie": "csrftoken=abc; other=1"}),
    ({}, {"cookie": "sessionid=abc"}),
    ({}, {"cookie": "a=" + "x" * 50_000}),
    ({}, {"cookie": "type=LARGE"}),
    ({}, {"cookie": "type=large; type=normal"}),
    ({"host": "www.example.cn"}, {"host": "WWW.Example.CN"}),
    ({"host": "www.example.cn"}, {"host": "www.example.cn."}),
    ({"host": "www.example.cn"}, {"host": "www.example.cn:8443"}),
    ({"path": "/pages/a-b/"}, {"path": "/pages/%61%2Db/"}),
    ({"path": "/statutes/%E6%B0%91/"}, {"path": "/statutes/%e6%b0%91/"}),
    (listed(""), listed("page=1")),
    (listed(""), listed("page=&area=")),
    (listed("page=2&area=a"), listed("area=a&page=2")),
    (listed("page=9&page=2"), listed("%70age=2")),
    (listed("page=007"), listed("page=-1")),
    ({"path": "/articles/1/"}, {"path": "/articles/1/", "query": "x=1&page=7"}),
    ({}, {"query": "utm_source=a&from=singlemessage&isappinstalled=0&spm=1.2"}),
    ({}, {"http_version": "1.0"}),
]  # fmt: skip


@pytest.mark.usefixtures("site")
def test_what_is_another_page_is_kept_apart_and_all_else_is_rendered_once_from_no_ones_request():
    assert [pair for pair in APART if are_shared(Site(), *pair)] == []
    assert [pair for pair in ALIKE if not are_shared(Site(), *reversed(pair))] == []


def test_a_page_is_rendered_from_its_key_alone(site):
    site.get(
        "/articles/", "page=2&secret=1", host="WWW.example.cn:81", user_agent="me", cookie="a=1",
        x_forwarded_host="evil.example", accept_encoding="br", if_none_match='"x"',
    )  # fmt: skip
    (seen,) = site.rendered
    assert (seen["PATH_INFO"], seen["QUERY_STRING"]) == ("/articles/", "page=2")
    assert {one for one in seen if one.startswith("HTTP_")} == {"HTTP_HOST"}
    assert (seen["HTTP_HOST"], seen["wsgi.url_scheme"]) == ("www.example.cn", "http")
    assert "REMOTE_ADDR" not in seen


HANDED_ON = [
    {"method": "POST"}, {"method": "OPTIONS"}, {"method": "PURGE"}, {"method": "get"},
    {"query": "p=12"}, {"query": "utm_source=a&id=3"},
    {"path": "/search/", "query": "q=x"}, {"path": "/consult/"}, {"path": "/admin/"},
    {"path": "/articles/preview/x/"}, {"path": "/healthz"}, {"path": "/readyz"},
    {"path": "/metrics"}, {"path": "/nothing/"},
    {"path": "/static/css/site.css"}, {"path": "/media/images/a.webp"},
    {"path": "//"}, {"path": "/articles/007/"}, {"path": "/articles//"},
    {"path": "/articles/%00"}, {"path": "/articles"},
    {"path": "/pages/%FF/"}, {"path": "/./contact/"}, {"path": "/x/../contact/"},
    {"path": "/statutes/", "query": "q=%E6%B0%91"}, listed("area=a%00"), listed("x" * 400),
    {"path": "/statutes/a/", "query": "article="},
    {"content_length": "3"}, {"content_type": "text/plain; charset=x"},
    {"transfer_encoding": "chunked"}, {"host": "evil.example"}, {"host": ""}, {"host": "a b"},
    {"host": "www.example.cn@evil.example"}, {"host": "www.example.cn:x"},
    {"host": "www.example.cn,evil.example"}, {"host": "any.wild.cn"},
]  # fmt: skip


@pytest.mark.usefixtures("site")
def test_what_only_django_can_answer_is_handed_on_as_it_came():
    assert [one for one in HANDED_ON if not is_handed_on(Site(), **one)] == []


@pytest.mark.usefixtures("site")
def test_who_may_have_a_session_asks_django_where_a_draft_could_be_shown():
    for cookie in ("sessionid=abc", "a=" + "x" * 50_000):
        site = Site()
        site.status = 404
        assert is_handed_on(site, cookie=cookie) is False
        before = len(site.rendered)
        site.get(cookie=cookie)
        assert [one["HTTP_COOKIE"] for one in site.rendered[before:]] == [cookie]


def test_a_name_below_a_wildcard_is_kept_where_a_lawyer_has_it(site):
    site.facts["of_lawyer"] = True
    assert are_shared(site, {"host": "li.wild.cn"}, {"host": "li.wild.cn"})


def test_a_page_of_http_never_reaches_who_asks_by_https(site):
    assert not are_shared(site, {"scheme": "http"}, {"scheme": "https"})
    assert are_shared(
        site, *({"path": "/contact/", "x_forwarded_proto": one} for one in ("https", "http"))
    )


def test_a_refusal_answers_no_query_that_may_be_of_an_old_site(site):
    site.status = 404
    plain, old = {"path": "/articles/7/"}, {"path": "/articles/7/", "query": "id=9"}
    site.get(**plain), site.get(**plain, query="utm_source=x")
    assert len(site.rendered) == 1
    site.get(**old)
    assert site.rendered[-1]["QUERY_STRING"] == "id=9"


def test_neither_words_nor_secret_addresses_are_remembered(site):
    site.get(path="/articles/"), site.get(path="/statutes/")
    before = remembered()
    for path in ("/search/", "/statutes/"):
        site.get(path=path, query="q=张三离婚")
    site.get(path="/articles/", query="name=张三")
    site.get(path="/articles/preview/a-secret-token/")
    assert remembered() == before


def remembered():
    """How much the module keeps of what it was asked."""
    functions = [one for one in vars(key).values() if hasattr(one, "cache_info")]
    return sum(one.cache_info().currsize for one in functions)


def test_endless_names_of_hosts_take_no_room(site):
    assert is_handed_on(site, host="a" * 300 + ".wild.cn")
    assert key._host.cache_info().currsize == 0

"""Whose word the address and the scheme of a client are."""

from itertools import product

from website.http import proxy
from website.http.proxy import Source

SECRET = "x" * 32


def seen(settings, depth=0, https=False, **headers):
    """Address, scheme and source, as Django and the gateway are told of them."""
    settings.TRUSTED_PROXY_COUNT, settings.PROXY_SECRET, settings.HTTPS = depth, SECRET, https
    environ = {"REMOTE_ADDR": "10.0.0.1", "wsgi.url_scheme": "http"}
    environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    source = proxy.settle(environ)
    assert proxy.HEADER not in environ, "nobody behind reads the secret"
    assert environ["antou.client"] == (environ["REMOTE_ADDR"], source)
    return environ["REMOTE_ADDR"], environ["wsgi.url_scheme"], source


WRONG = [
    "", "6.6.6.6", "6.6.6.6 https", f"6.6.6.6 https {SECRET}y", "6.6.6.6 https \xe9", SECRET,
    f"6.6.6.6 https {SECRET},6.6.6.6 https x",
]  # fmt: skip


def test_who_knows_the_secret_is_believed_and_else_the_address_is_the_sockets_own(settings):
    other = {"x_forwarded_for": "6.6.6.6"}
    for address, scheme in product(["203.0.113.9", "2001:DB8:0::1"], ["http", "https"]):
        told = seen(settings, x_antou_client=f"{address} {scheme} {SECRET}", **other)
        assert told == (proxy.address(address), scheme, Source.PROXY)
    for told, depth in product(WRONG, [0, 1]):
        found = seen(settings, depth, x_antou_client=told, **other)
        assert found == ("10.0.0.1", "http", Source.FORGED), told
    for https, scheme in ((True, "https"), (False, "http")):  # where nobody tells: that of the site
        found = seen(settings, https=https, x_forwarded_proto="http", **other)
        assert found == ("10.0.0.1", scheme, Source.NOBODY)


RECIPES = [  # of before: how many proxies, what they tell, the address that is believed
    (1, "203.0.113.9", "203.0.113.9"),
    (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
    (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
    (2, "6.6.6.6,203.0.113.9 , 10.0.0.2", "203.0.113.9"),
    (2, "203.0.113.9", "10.0.0.1"),
    (1, "", "10.0.0.1"),
    (1, " , ,", "10.0.0.1"),
    (1, "unknown", "10.0.0.1"),
    (1, "203.0.113.9:4711", "203.0.113.9"),
    (1, "[2001:db8::1]:4711", "2001:db8::1"),
    (1, "<script>", "10.0.0.1"),
    (1, "203.0.113.9\x00", "10.0.0.1"),
    (1, "9" * 5000, "10.0.0.1"),
    (1, f"fe80::1%{'9' * 5000}", "10.0.0.1"),
]


def test_a_recipe_of_before_tells_the_address_that_the_outermost_own_proxy_saw(settings):
    schemes = ["http", "https", "https, http"]  # each proxy may add its own
    for (depth, forwarded, address), said in product(RECIPES, schemes):
        told = {"x_forwarded_for": forwarded, "x_real_ip": "6.6.6.6", "forwarded": "for=6.6.6.6"}
        found = seen(settings, depth, https=True, x_forwarded_proto=said, **told)
        assert found == (address, said.partition(",")[0], Source.FORWARDED)

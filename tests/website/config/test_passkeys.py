"""For which host passkeys are made."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from website.config.engines import FOREIGN, relying_party

SITE = "https://www.example.com.cn"


@pytest.mark.parametrize(
    ("site", "host", "origins"),
    [
        ("https://www.example.cn", "www.example.cn", ["https://www.example.cn"]),
        ("https://www.example.cn:8443", "www.example.cn", ["https://www.example.cn:8443"]),
        ("http://127.0.0.1:8000", "localhost", ["http://localhost:8000"]),
        ("http://[::1]:8000", "localhost", ["http://localhost:8000"]),
        ("http://localhost", "localhost", ["http://localhost"]),
        ("http://www.example.cn", "www.example.cn", []),
        ("https://10.0.0.5", "10.0.0.5", []),
    ],
)
def test_nothing_set_means_the_host_of_the_site(site, host, origins):
    assert relying_party("PASSKEY_HOST", site) == (host, origins)


@pytest.mark.parametrize("value", ["www.example.com.cn", "example.com.cn", " Example.COM.cn "])
def test_the_host_of_the_site_and_what_it_lies_under_are_taken(var, value):
    var("PASSKEY_HOST", value)
    assert relying_party("PASSKEY_HOST", SITE) == (value.strip().lower(), [SITE])


@pytest.mark.parametrize(
    "value",
    [
        "com.cn",
        "cn",
        "example.cn",
        "ample.com.cn",
        "desk.www.example.com.cn",
        "antou.example",
        "https://www.example.com.cn",
        ".example.com.cn",
        "www.example.com.cn:443",
    ],
)
def test_a_host_that_is_not_the_sites_is_refused_with_a_sentence(var, value):
    var("PASSKEY_HOST", value)
    with pytest.raises(ImproperlyConfigured) as refused:
        relying_party("PASSKEY_HOST", SITE)
    known = {"name": "PASSKEY_HOST", "host": "www.example.com.cn", "value": value}
    assert str(refused.value) == FOREIGN.format(**known)


def test_a_number_lies_under_nothing(var):
    var("PASSKEY_HOST", "0.5")
    with pytest.raises(ImproperlyConfigured):
        relying_party("PASSKEY_HOST", "https://10.0.0.5")

"""The environment as it is read; nonsense is refused in a sentence that names the variable."""

import stat
import threading
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from consult.files.types.upload_handler import LARGEST, MOST_FILES
from website.config import engines, env, sample
from website.config.engines import FOREIGN, ONE_ADDRESS, TOTAL, UNPROVED, relying_party

STRONG = "k3Jd-92hfKq_7sLmP0zXcVbNtRyUwQeAoIgHjFdS5a6T8r1E4Wx9"
HEX = "00112233445566778899aabbccddeeff0123456789abcdef0f1e2d3c4b5a6978"
FOLDER = Path("unused")
WEAK = ["secret", "a" * 60, "abc" * 30, "django-insecure-" + STRONG, "x" * 49]
NONSENSE = [
    (lambda name: env.env_bool(name, False), ["2", "ja", "真", "truefalse"]),
    (
        lambda name: env.env_int(name, 1),
        ["-1", "1.5", "abc", "65536", "1" * 400, "0x10", "１２", "٣"],
    ),
    (
        lambda name: env.env_site_url(name, ""),
        [
            "www.example.com", "ftp://example.com", "https://", "https://example.com/path",
            "https://example.com?x=1", "https://example.com#x", "https://user:pass@example.com",
            "https://example.com:abc", "https://example.com:99999", "http://[::1",
            "https://a b.example", "https://exa_mple.com", "https://..", "javascript:alert(1)",
        ],
    ),
    # It signs nothing any more, but what it signed is still believed.
    (env.env_secret_fallbacks, [f"{STRONG},{value}" for value in WEAK]),
    (
        lambda name: env.env_consult_keys(name, FOLDER / "keys"),
        [
            HEX, f"k1:{HEX[:-2]}", f"k1:{HEX}00", f"k1:{HEX},k1:{HEX[::-1]}", f"k1:{'0' * 64}",
            "k1:", ":", f"k1:{'zz' * 32}", f"k1:{HEX},", f"钥匙:{HEX}", f"k1 k2:{HEX}",
            f"{'k' * 17}:{HEX}",
        ],
    ),
    (
        env.env_robots,
        [
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=geheim-0001", "wecom://",
            "wecom://short", "wecom://geheim-0001?secret=SECgeheim0002",
            "dingtalk://geheim-0001?secret=", "dingtalk://geheim-0001/../../x",
            "feishu://geheim-0001@example.com", "slack://geheim-0001",
            "wecom://geheim-0001 feishu://geheim-0002", "wecom://geheim-000１",
        ],
    ),
    (
        env.env_contacts,
        [
            "security@example.com", "mailto:", "mailto:x@y", "mailto:a@b.cn?subject=x", "http://a.cn/",
            "https://", "tel:110", "mailto:a@b.cn;c@d.cn", "mailto:a@b.cn\nExpires: never",
            "https://律.cn/", "javascript:alert(1)", "mailto:a b@c.cn",
        ],
    ),
    (
        env.env_token,
        ["geheim", "geheim_12345", "geheim 12345", "geheim/../x", "令牌geheim12345", "geheim" * 30],
    ),
    (
        engines.mail,
        [
            "mail.example", "http://mail.example", "smtp://", "smtp://h:abc", "smtp://h:99999",
            "smtp://[x", "file:",
        ],
    ),
    (
        engines.clamd,
        ["clamd:3310", "http://clamd:3310", "tcp://", "unix://run/x", "tcp://a:b", "tcp://a/b"],
    ),
    (
        lambda name: engines.database(name, FOLDER / "x", 4),
        [
            "db.example", "mysql://u:p@h/db", "postgres://h:abc/db", "postgres://[x/db",
            "postgres://h", "oracle://h/db", "://",
        ],
    ),
    (
        engines.account,
        [
            "geheim", "aliyun://", "aliyun://id@/?sign=林律&template=SMS_1",
            "aliyun://id:geheim@/?sign=林律", "aliyun://id:geheim@/?sign=林律&template=123",
            "aliyun://id:geheim@/?sign=【林律】&template=SMS_1",
            "aliyun://id:geheim@evil.example.com/?sign=林律&template=SMS_1",
            "aliyun://id:geheim@/elsewhere?sign=林律&template=SMS_1",
            "aliyun://id:geheim@/?sign=林律&template=SMS_1&app=1400000001",
            "aliyun://id:ge/heim@/?sign=林律&template=SMS_1",
            "tencent://id:geheim@/?sign=林律&template=1234567",
            "tencent://id:geheim@/?app=x&sign=林律&template=1234567",
            "tencent://id:geheim@/?app=1400000001&sign=林律&template=1234567&region=../x",
            "huawei://id:geheim@/?sign=林律&template=1",
            "aliyun://id:geheim@[/?sign=林律&template=SMS_1",
        ],
    ),
    (engines.price, ["0,045", "-1", "4.555", "四分", "1e3"]),
]  # fmt: skip
MB = 1024 * 1024
NAME = "SMS_URL"
SITE = "https://www.example.com.cn"


def is_refused(reader, *args, name="X"):
    with pytest.raises(ImproperlyConfigured) as refusal:
        reader(*args)
    sentence = str(refusal.value)
    assert name in sentence
    assert "\n" not in sentence
    assert any("\u4e00" <= char <= "\u9fff" for char in sentence)


@pytest.mark.parametrize(("reader", "values"), NONSENSE)
def test_nonsense_is_refused_with_a_sentence_and_no_secret_is_shown(var, reader, values):
    for value in values:
        var("X", value)
        with pytest.raises(ImproperlyConfigured) as refusal:
            reader("X")
        sentence = str(refusal.value)
        assert "X" in sentence, value
        assert "\n" not in sentence
        assert any("\u4e00" <= char <= "\u9fff" for char in sentence)
        assert "geheim" not in sentence
        assert HEX not in sentence


@pytest.mark.parametrize(
    ("value", "truth"), [("1", True), ("TRUE", True), (" on ", True), ("0", False), ("No", False)]
)
def test_yes_and_no_in_several_spellings(var, value, truth):
    var("X", value)
    assert env.env_bool("X", not truth) is truth


def test_an_empty_variable_is_the_default_and_a_list_skips_blanks(var):
    var("X", "  ")
    assert env.env_bool("X", True) is True
    assert env.env_int("X", 7) == 7
    assert env.env_str("X", "default") == "default"
    assert env.env_robots("X") == []
    assert engines.account("X") == {}
    assert engines.price("X") is None
    var("X", " a.example, ,b.example,")
    assert env.env_list("X") == ["a.example", "b.example"]
    var("X", f"{STRONG}1,{STRONG}2")
    assert env.env_secret_fallbacks("X") == [f"{STRONG}1", f"{STRONG}2"]
    var("X", "4.5")
    assert engines.price("X") == Decimal("4.5")


SITES = {
    "https://www.example.com": "https://www.example.com",
    "https://www.example.com/": "https://www.example.com",
    "HTTPS://WWW.Example.com": "https://www.example.com",
    "http://127.0.0.1:8000": "http://127.0.0.1:8000",
    "http://[::1]:8000": "http://[::1]:8000",
    "https://律师.example": "https://xn--etto7a.example",
}


@pytest.mark.parametrize(("value", "site"), SITES.items())
def test_the_address_of_the_site_is_scheme_and_host(var, value, site):
    var("X", value)
    assert env.env_site_url("X", "") == site


def test_a_secret_is_made_once_and_kept_for_its_owner_alone(tmp_path):
    path = tmp_path / "secrets" / "key"
    first = env.stored_secret(path, lambda: "one")
    assert (first, env.stored_secret(path, lambda: "two")) == ("one", "one")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_two_starts_at_a_time_agree_on_the_secret(tmp_path):
    path, found, gate = tmp_path / "secrets" / "key", [], threading.Barrier(12)

    def start(number):
        gate.wait()
        found.append(env.stored_secret(path, lambda: f"secret-{number}"))

    threads = [threading.Thread(target=start, args=[number]) for number in range(12)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(found) == 12
    assert set(found) == {path.read_text()}
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_a_secret_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "key").mkdir()
    is_refused(env.stored_secret, tmp_path / "key", str, name="key")
    (tmp_path / "secrets").write_text("")
    is_refused(env.stored_secret, tmp_path / "secrets" / "key", str, name="secrets")
    is_refused(env.env_secret_key, "SECRET_KEY", tmp_path / "secrets", name="SECRET_KEY")


def test_a_weak_secret_is_refused_and_a_strong_one_taken_or_made(var, tmp_path):
    for value in WEAK:
        var("SECRET_KEY", value)
        is_refused(env.env_secret_key, "SECRET_KEY", tmp_path / "key", name="SECRET_KEY")
    assert not (tmp_path / "key").exists()
    var("SECRET_KEY", STRONG)
    assert env.env_secret_key("SECRET_KEY", tmp_path / "key") == STRONG
    var("SECRET_KEY", "")
    assert len(env.env_secret_key("SECRET_KEY", tmp_path / "key")) >= 80


def test_consultation_keys_have_ids_and_an_order_or_one_is_made_and_kept(tmp_path, var):
    first = env.env_consult_keys("X", tmp_path / "keys")
    assert first == env.env_consult_keys("X", tmp_path / "keys")
    assert (list(first), len(first["k1"])) == (["k1"], 32)
    var("X", f"k2:{HEX.upper()}, k1:{HEX[::-1]}")
    keys = env.env_consult_keys("X", tmp_path / "keys")
    assert list(keys) == ["k2", "k1"]
    assert keys["k2"] == bytes.fromhex(HEX)


def test_a_data_folder_is_made_or_refused(var, tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", "~nobody-of-this-name/antou"):
        var("DATA_DIR", str(place))
        is_refused(env.data_dir, tmp_path, name="DATA_DIR")
    var("DATA_DIR", str(tmp_path / "a" / "b"))
    assert env.data_dir(tmp_path).is_dir()


def test_robots_and_contacts_are_read_by_kind(var):
    var("ROBOTS", "wecom://aaaa-bbbb-1, dingtalk://tok12345?secret=SECabc123 ,feishu://hook_1234")
    assert env.env_robots("ROBOTS") == [
        {"kind": "wecom", "token": "aaaa-bbbb-1", "secret": ""},
        {"kind": "dingtalk", "token": "tok12345", "secret": "SECabc123"},
        {"kind": "feishu", "token": "hook_1234", "secret": ""},
    ]
    var("X", "mailto:security@example.com, https://example.com/report?a=b")
    assert env.env_contacts("X") == [
        "mailto:security@example.com",
        "https://example.com/report?a=b",
    ]
    var("X", "")
    assert env.env_contacts("X") == []


def test_a_token_is_read_as_it_is_and_one_of_ours_is_longer(var):
    var("X", " AbCdEf-0123456789 ")
    assert env.env_token("X") == "AbCdEf-0123456789"
    var("X", "")
    assert env.env_token("X") == ""
    var("X", "a" * 19)
    with pytest.raises(ImproperlyConfigured, match="X 应为 20 到 128 个"):
        env.env_token("X", shortest=20)
    var("X", "a" * 20)
    assert env.env_token("X", shortest=20) == "a" * 20


def test_a_word_is_one_of_those_that_are_known(var):
    assert env.env_choice("LOG_FORMAT", ("lines", "json")) == "lines"
    var("LOG_FORMAT", "json")
    assert env.env_choice("LOG_FORMAT", ("lines", "json")) == "json"
    var("LOG_FORMAT", "xml")
    with pytest.raises(ImproperlyConfigured, match="LOG_FORMAT 只能是 lines、json 之一"):
        env.env_choice("LOG_FORMAT", ("lines", "json"))
    var("X", "md5")
    with pytest.raises(
        ImproperlyConfigured, match="X 只能是 argon2、scrypt、pbkdf2 之一，现在是“md5”"
    ):
        engines.password_hashers("X")


def test_a_setting_that_went_is_refused(monkeypatch):
    for name in env.REMOVED:
        with monkeypatch.context() as patch:
            patch.setenv(name, "")
            is_refused(env.refuse_removed, name=name)


def test_mail_is_printed_for_who_asks_for_it_and_goes_nowhere_by_default(var):
    """What is printed is in a log, and a letter to a client has the client's address."""
    for value, path in (
        ("", "consult.mail_server.Backend"),  # that of the office, if there is one
        ("console://", "django.core.mail.backends.console.EmailBackend"),
    ):
        var("X", value)
        assert engines.mail("X") == {"EMAIL_BACKEND": path}
    var("X", "file:///srv/mail")
    assert engines.mail("X")["EMAIL_FILE_PATH"] == "/srv/mail"


@pytest.mark.parametrize(
    ("value", "port", "tls", "ssl"),
    [
        ("smtp://mail.example:2525", 2525, False, False),
        ("smtp://mail.example", 25, False, False),
        ("smtp+tls://u:p%40ss@mail.example", 587, True, False),
        ("smtps://u:p%40ss@mail.example", 465, False, True),
    ],
)
def test_a_mail_server_by_its_address(var, value, port, tls, ssl):
    var("X", value)
    found = engines.mail("X")
    told = found["EMAIL_HOST"], found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]
    assert told == ("mail.example", port, tls, ssl)
    assert found["EMAIL_HOST_PASSWORD"] in {"", "p@ss"}


@pytest.mark.parametrize(
    ("value", "known"),
    [
        ("", None),
        ("tcp://127.0.0.1:3311", ("127.0.0.1", 3311)),
        ("tcp://clamd", ("clamd", 3310)),
        ("tcp://[::1]:3310", ("::1", 3310)),
        ("unix:///run/clamav/clamd.ctl", "/run/clamav/clamd.ctl"),
    ],
)
def test_the_virus_scanner_by_its_address(monkeypatch, value, known):
    monkeypatch.setenv("CLAMD_URL", value)
    assert engines.clamd("CLAMD_URL") == known


def test_the_database_is_a_file_by_default_and_may_be_postgresql_with_a_pool(tmp_path, var):
    path = tmp_path / "案头 100%25 #1?" / "db.sqlite3"
    found = engines.database("X", path, threads=4)
    assert (found["ENGINE"], found["NAME"]) == ("website.config.sqlite", str(path))
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    var("X", "postgres://u:p%40ss@db.example:5433/antou")
    found = engines.database("X", tmp_path / "x", threads=4)
    told = found["ENGINE"], found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]
    assert told == ("django.db.backends.postgresql", "db.example", 5433, "antou", "p@ss")
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)
    var("X", "postgres://u:p@h/antou?pool=true")
    found = engines.database("X", tmp_path / "x", threads=6)
    assert found["OPTIONS"]["pool"]["max_size"] == 8
    assert found["CONN_MAX_AGE"] == 0  # Django refuses both


def test_a_package_that_is_not_installed_is_named(var, monkeypatch):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    var("X", "postgres://u:p@h/db")
    with pytest.raises(ImproperlyConfigured, match="requirements-extras.txt"):
        engines.database("X", "x", 4)


URLS = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30),
    st.tuples(
        st.text("ab/:@[]?#%=1.", max_size=15),
    ).map("".join),
)


@given(URLS)
def test_no_value_at_all_ends_in_another_exception(value):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("X", value)
        for read in (
            lambda: engines.mail("X"),
            lambda: env.env_site_url("X", "https://a.example"),
            lambda: engines.database("X", "x", 4),
        ):
            with suppress(ImproperlyConfigured):
                read()


def test_by_themselves_an_hour_takes_one_form_at_its_fullest(monkeypatch):
    for name in (ONE_ADDRESS, UNPROVED, TOTAL):
        monkeypatch.delenv(name, raising=False)
    one_address, unproved, total = engines.quotas()
    assert one_address * MB // 2 >= LARGEST * MOST_FILES
    assert total - unproved >= 4 * one_address * 4, "four sites leave room for others"
    assert engines.LEAST * MB // 2 >= LARGEST
    monkeypatch.setenv(ONE_ADDRESS, "400")
    monkeypatch.setenv(UNPROVED, "400")
    assert engines.quotas() == (400, 400, 5000)


@pytest.mark.parametrize("name", [ONE_ADDRESS, UNPROVED, TOTAL])
def test_what_is_no_sensible_number_is_refused_with_a_sentence(monkeypatch, name):
    told = f"环境变量 {name} 应为 40 到 1000000 之间的整数"
    for value in ("viel", "0", "-1", "39", "1e3", "1000001", "二百"):
        monkeypatch.setenv(name, value)
        with pytest.raises(ImproperlyConfigured, match=told):
            engines.quotas()


@pytest.mark.parametrize(
    "values", [(200, 1000, 1000), (200, 1000, 900), (1001, 1000, 5000), (200, 100, 5000)]
)
def test_quotas_that_contradict_each_other_are_refused_with_a_sentence(monkeypatch, values):
    for name, value in zip((ONE_ADDRESS, UNPROVED, TOTAL), values, strict=True):
        monkeypatch.setenv(name, str(value))
    with pytest.raises(ImproperlyConfigured, match=f"{UNPROVED} 必须小于 {TOTAL}.*{values[0]}"):
        engines.quotas()


def test_vendors_of_text_messages_are_read(var):
    var(NAME, "aliyun://LTAI5t:s%2Fe%2Bc@/?sign=林致远律师事务所&template=SMS_123456789")
    assert engines.account(NAME) == {
        "vendor": "aliyun",
        "key": "LTAI5t",
        "secret": "s/e+c",
        "sign": "林致远律师事务所",
        "template": "SMS_123456789",
    }
    tail = "sign=%E6%9E%97&template=1234567"
    var(NAME, f"tencent://AKID:key@?app=1400000001&{tail}%E5%BE%8B".replace("%E5%BE%8B", ""))
    with pytest.raises(ImproperlyConfigured):
        engines.account(NAME)  # a sign has two characters at least
    var(NAME, "tencent://AKID:key@?app=1400000001&sign=%E6%9E%97%E5%BE%8B&template=1234567")
    found = engines.account(NAME)
    assert (found["sign"], found["region"], found["app"]) == ("林律", "ap-guangzhou", "1400000001")
    var(NAME, "tencent://A:k@/?app=1400000001&sign=林律&template=1&region=ap-beijing")
    assert engines.account(NAME)["region"] == "ap-beijing"


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


def test_a_host_that_is_not_the_sites_is_refused_with_a_sentence(var):
    under = ("com.cn", "cn", "example.cn", "ample.com.cn", "desk.www.example.com.cn")
    odd = ("https://www.example.com.cn", ".example.com.cn", "www.example.com.cn:443")
    for value in (*under, "antou.example", *odd):
        var("PASSKEY_HOST", value)
        with pytest.raises(ImproperlyConfigured) as refused:
            relying_party("PASSKEY_HOST", SITE)
        known = {"name": "PASSKEY_HOST", "host": "www.example.com.cn", "value": value}
        assert str(refused.value) == FOREIGN.format(**known)
    var("PASSKEY_HOST", "0.5")
    with pytest.raises(ImproperlyConfigured):
        relying_party("PASSKEY_HOST", "https://10.0.0.5")


@pytest.mark.parametrize(
    ("given", "is_there", "is_shown"),
    [
        ({}, False, True),
        ({"SAMPLE": "yes"}, False, True),
        ({}, True, False),
        ({"SAMPLE": "1"}, True, False),
        ({"SAMPLE": "0"}, False, False),
        ({"DATABASE_URL": "postgres://a@b/c"}, False, False),
        ({"SAMPLE": "only"}, True, True),
        ({"SAMPLE": "only", "DATABASE_URL": "postgres://a@b/c"}, False, True),
    ],
)
def test_the_sample_is_shown_until_there_is_a_site_of_ones_own(
    monkeypatch, tmp_path, given, is_there, is_shown
):
    for name in ("SAMPLE", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    if is_there:
        (tmp_path / sample.DATABASE).touch()  # also one that 0.1.0 has made
    assert sample.is_shown(tmp_path) == is_shown
    monkeypatch.setenv("SAMPLE", "both")
    with pytest.raises(ImproperlyConfigured, match="SAMPLE 只能是"):
        sample.is_shown(tmp_path)

"""The environment as it is read; nonsense is refused in a sentence that names the variable."""

import json
import stat
import threading
from concurrent.futures import ThreadPoolExecutor
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
READERS = {
    "bool": lambda: env.env_bool("X", None),
    "int": lambda: env.env_int("X", 1),
    "hosts": lambda: env.env_hosts("X"),
    "site": lambda: env.env_site_url("X", ""),
    "fallbacks": lambda: env.env_secret_fallbacks("X"),
    "keys": lambda: env.env_consult_keys("X", FOLDER / "keys"),
    "robots": lambda: env.env_robots("X"),
    "contacts": lambda: env.env_contacts("X"),
    "token": lambda: env.env_token("X"),
    "own token": lambda: env.env_token("X", shortest=20),
    "mail": lambda: engines.mail("X"),
    "clamd": lambda: engines.clamd("X"),
    "database": lambda: engines.database("X", FOLDER / "x", 4),
    "account": lambda: engines.account("X"),
    "price": lambda: engines.price("X"),
}
TABLE = Path(__file__).with_name("variables.txt").read_text().replace("HEX", HEX)
MB = 1024 * 1024
SITE = "https://www.example.com.cn"


def is_refused(reader, *args, name="X"):
    with pytest.raises(ImproperlyConfigured) as refusal:
        reader(*args)
    sentence = str(refusal.value)
    assert name in sentence
    assert "\n" not in sentence
    assert any("\u4e00" <= char <= "\u9fff" for char in sentence)
    return sentence


def cases():
    for line in TABLE.replace("STRONG", STRONG).splitlines():
        if line.startswith("["):
            reader = line.strip("[]")
        elif line and not line.startswith("#"):
            value, _, found = line.partition(" => ")
            yield reader, json.loads(value) if value.startswith('"') else value, found


def test_a_value_is_read_or_refused_in_a_sentence_that_shows_no_secret(var):
    for reader, value, found in cases():
        var("X", value)
        if found:
            read = json.loads(json.dumps(READERS[reader](), default=str))
            assert read == json.loads(found), (reader, value)
            continue
        said = is_refused(READERS[reader])
        assert not [secret for secret in ("geheim", HEX) if secret in said], (reader, value)


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


def test_a_secret_is_made_once_by_however_many_starts_and_kept_for_its_owner_alone(tmp_path):
    path, gate = tmp_path / "secrets" / "key", threading.Barrier(12)

    def start(number):
        gate.wait()
        return env.stored_secret(path, lambda: f"secret-{number}")

    with ThreadPoolExecutor(12) as starts:
        found = set(starts.map(start, range(12)))
    assert found == {path.read_text()} == {env.stored_secret(path, lambda: "late")}
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["key"]


def test_a_secret_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "key").mkdir()
    is_refused(env.stored_secret, tmp_path / "key", str, name="key")
    (tmp_path / "secrets").write_text("")
    is_refused(env.stored_secret, tmp_path / "secrets" / "key", str, name="secrets")
    is_refused(env.env_secret_key, "SECRET_KEY", tmp_path / "secrets", name="SECRET_KEY")


def test_a_weak_secret_is_refused_and_a_strong_one_or_keys_with_ids_taken_or_made(var, tmp_path):
    for value in WEAK:
        var("SECRET_KEY", value)
        is_refused(env.env_secret_key, "SECRET_KEY", tmp_path / "key", name="SECRET_KEY")
    assert not (tmp_path / "key").exists()
    var("SECRET_KEY", STRONG)
    assert env.env_secret_key("SECRET_KEY", tmp_path / "key") == STRONG
    var("SECRET_KEY", "")
    assert len(env.env_secret_key("SECRET_KEY", tmp_path / "key")) >= 80
    first, again = (env.env_consult_keys("X", tmp_path / "keys") for _ in range(2))
    assert (first == again, list(first), len(first["k1"])) == (True, ["k1"], 32)
    var("X", f"k2:{HEX.upper()}, k1:{HEX[::-1]}")
    keys = env.env_consult_keys("X", tmp_path / "keys")
    assert (list(keys), keys["k2"]) == (["k2", "k1"], bytes.fromhex(HEX))


def test_a_data_folder_is_made_or_refused(var, tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file", tmp_path / "file" / "below", "~nobody-of-this-name/antou"):
        var("DATA_DIR", str(place))
        is_refused(env.data_dir, tmp_path, name="DATA_DIR")
    var("DATA_DIR", str(tmp_path / "a" / "b"))
    assert env.data_dir(tmp_path).is_dir()


def test_a_word_is_one_of_those_that_are_known(var):
    assert env.env_choice("LOG_FORMAT", ("lines", "json")) == "lines"
    var("LOG_FORMAT", "json")
    assert env.env_choice("LOG_FORMAT", ("lines", "json")) == "json"
    var("X", "md5")
    words = "X 只能是 argon2、scrypt、pbkdf2 之一，现在是“md5”"
    with pytest.raises(ImproperlyConfigured, match=words):
        engines.password_hashers("X")


def test_a_setting_that_went_is_refused(monkeypatch):
    for name in env.REMOVED:
        with monkeypatch.context() as patch:
            patch.setenv(name, "")
            is_refused(env.refuse_removed, name=name)


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
    st.tuples(st.text("ab/:@[]?#%=1.", max_size=15)).map("".join),
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


def test_an_hour_takes_one_form_at_its_fullest_and_quotas_do_not_contradict_each_other(monkeypatch):
    for name in (ONE_ADDRESS, UNPROVED, TOTAL):
        monkeypatch.delenv(name, raising=False)
    one_address, unproved, total = engines.quotas()
    assert one_address * MB // 2 >= LARGEST * MOST_FILES
    assert total - unproved >= 4 * one_address * 4, "four sites leave room for others"
    assert engines.LEAST * MB // 2 >= LARGEST
    monkeypatch.setenv(ONE_ADDRESS, "400")
    monkeypatch.setenv(UNPROVED, "400")
    assert engines.quotas() == (400, 400, 5000)
    monkeypatch.setenv(TOTAL, "39")
    with pytest.raises(ImproperlyConfigured, match=f"{TOTAL} 应为 40 到 1000000 之间的整数"):
        engines.quotas()
    for values in ((200, 1000, 1000), (200, 1000, 900), (1001, 1000, 5000), (200, 100, 5000)):
        for name, value in zip((ONE_ADDRESS, UNPROVED, TOTAL), values, strict=True):
            monkeypatch.setenv(name, str(value))
        with pytest.raises(ImproperlyConfigured, match=f"{UNPROVED} 必须小于 {TOTAL}.*{values[0]}"):
            engines.quotas()


ALONE = [  # the host of the site, where nothing is set, and the origins of its passkeys
    ("https://www.example.cn", "www.example.cn", ["https://www.example.cn"]),
    ("https://www.example.cn:8443", "www.example.cn", ["https://www.example.cn:8443"]),
    ("http://127.0.0.1:8000", "localhost", ["http://localhost:8000"]),
    ("http://[::1]:8000", "localhost", ["http://localhost:8000"]),
    ("http://localhost", "localhost", ["http://localhost"]),
    ("http://www.example.cn", "www.example.cn", []),
    ("https://10.0.0.5", "10.0.0.5", []),
]


def test_passkeys_are_for_the_host_of_the_site_and_what_it_lies_under(var):
    for site, host, origins in ALONE:
        assert relying_party("PASSKEY_HOST", site) == (host, origins)
    for value in ("www.example.com.cn", "example.com.cn", " Example.COM.cn "):
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

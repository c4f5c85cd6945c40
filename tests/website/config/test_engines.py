"""Database and mail by their addresses; nonsense is refused in Chinese."""

from contextlib import suppress

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from tests.website.config.test_env import is_refused
from website.config import engines, env


@pytest.mark.parametrize(("value", "backend"), [("", "dummy"), ("console://", "console")])
def test_mail_is_printed_for_who_asks_for_it_and_goes_nowhere_by_default(var, value, backend):
    """What is printed is in a log, and a letter to a client has the client's address."""
    var("X", value)
    found = engines.mail("X")
    assert found == {"EMAIL_BACKEND": f"django.core.mail.backends.{backend}.EmailBackend"}


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


def test_mail_may_go_into_a_folder(var):
    var("X", "file:///srv/mail")
    assert engines.mail("X")["EMAIL_FILE_PATH"] == "/srv/mail"


@pytest.mark.parametrize(
    "value",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://h:abc",
        "smtp://h:99999",
        "smtp://[x",
        "file:",
    ],
)
def test_nonsense_for_mail_is_refused(var, value):
    var("X", value)
    is_refused(engines.mail, "X")


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


@pytest.mark.parametrize(
    "value", ["clamd:3310", "http://clamd:3310", "tcp://", "unix://run/x", "tcp://a:b", "tcp://a/b"]
)
def test_nonsense_for_the_virus_scanner_is_refused(monkeypatch, value):
    monkeypatch.setenv("CLAMD_URL", value)
    with pytest.raises(ImproperlyConfigured, match="CLAMD_URL"):
        engines.clamd("CLAMD_URL")


def test_the_database_is_a_file_by_default(tmp_path):
    found = engines.database("X", tmp_path / "db.sqlite3", threads=4)
    assert (found["ENGINE"], found["NAME"]) == (
        "website.config.sqlite",
        str(tmp_path / "db.sqlite3"),
    )
    assert found["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_a_folder_with_odd_signs_in_its_name_may_hold_the_database(tmp_path):
    path = tmp_path / "案头 100%25 #1?" / "db.sqlite3"
    assert engines.database("X", path, threads=4)["NAME"] == str(path)


def test_the_database_may_be_postgresql(var, tmp_path):
    var("X", "postgres://u:p%40ss@db.example:5433/antou")
    found = engines.database("X", tmp_path / "x", threads=4)
    told = found["ENGINE"], found["HOST"], found["PORT"], found["NAME"], found["PASSWORD"]
    assert told == ("django.db.backends.postgresql", "db.example", 5433, "antou", "p@ss")
    assert (found["CONN_MAX_AGE"], found["CONN_HEALTH_CHECKS"]) == (600, True)


def test_a_pool_has_room_for_every_thread(var, tmp_path):
    var("X", "postgres://u:p@h/antou?pool=true")
    found = engines.database("X", tmp_path / "x", threads=6)
    assert found["OPTIONS"]["pool"]["max_size"] == 8
    assert found["CONN_MAX_AGE"] == 0  # Django refuses both


@pytest.mark.parametrize(
    "value",
    [
        "db.example",
        "mysql://u:p@h/db",
        "postgres://h:abc/db",
        "postgres://[x/db",
        "postgres://h",
        "oracle://h/db",
        "://",
    ],
)
def test_nonsense_for_the_database_is_refused(var, tmp_path, value):
    var("X", value)
    is_refused(engines.database, "X", tmp_path / "x", 4)


@pytest.mark.parametrize(
    ("module", "reader", "value"),
    [
        ("psycopg", lambda: engines.database("X", "x", 4), "postgres://u:p@h/db"),
    ],
)
def test_a_package_that_is_not_installed_is_named(var, monkeypatch, module, reader, value):
    monkeypatch.setattr(engines, "find_spec", lambda name: None)
    var("X", value)
    with pytest.raises(ImproperlyConfigured, match="requirements-extras.txt"):
        reader()


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


def test_an_unknown_hasher_is_refused_with_the_ones_there_are(var):
    var("X", "md5")
    with pytest.raises(
        ImproperlyConfigured, match="X 只能是 argon2、scrypt、pbkdf2 之一，现在是“md5”"
    ):
        engines.password_hashers("X")

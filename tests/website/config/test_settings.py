"""The settings as they are read from the environment alone."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest
from django.conf import global_settings
from django.core.exceptions import ImproperlyConfigured

from tests import stages

STRONG = "k3Jd-92hfKq_7sLmP0zXcVbNtRyUwQeAoIgHjFdS5a6T8r1E4Wx9"
ROOT = Path(__file__).parents[3]
ACCOUNTS = ["SMS", "ROBOTS", "BAIDU_PUSH_TOKEN", "INDEXNOW_KEY", "WEBHOOK_URL"]
NAMES = [
    "DEBUG", "SITE_URL", "HTTPS", "ALLOWED_HOSTS", "OTP_REQUIRED", "TRUSTED_PROXY_COUNT",
    "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY", "SESSION_COOKIE_SAMESITE", "SECURE_HSTS_SECONDS",
    "SECURE_HSTS_INCLUDE_SUBDOMAINS", "SECURE_HSTS_PRELOAD", "SECURE_SSL_REDIRECT",
    "SECURE_PROXY_SSL_HEADER", "CSRF_TRUSTED_ORIGINS", "EMAIL_BACKEND", "ADMINS", "MANAGERS",
    "USE_X_FORWARDED_HOST",
    *ACCOUNTS, "API_ORIGINS",
]  # fmt: skip


def run(folder, *arguments, **variables):
    """A new process of a firm's own site, with nothing in its environment but what is given."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "SAMPLE": "0", **variables}
    environment["DJANGO_SETTINGS_MODULE"] = "website.settings"
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def loaded(folder, **variables):
    """The settings as they are read anew, with these variables alone."""
    known = {"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "SAMPLE": "0", **variables}
    with mock.patch.dict(os.environ, known, clear=True):
        found = runpy.run_path(str(ROOT / "website" / "settings.py"))
    return {name: found.get(name, getattr(global_settings, name, None)) for name in NAMES}


@pytest.mark.parametrize("sample", ["0", "only"])
def test_the_sample_speaks_through_no_account_of_the_firm(tmp_path, sample):
    accounts = {
        "SMS_URL": "aliyun://KEYID:secret@/?sign=示例律所&template=SMS_123456789",
        "ROBOTS": "wecom://aaaa-bbbb-1",
        "BAIDU_PUSH_TOKEN": "abcdefghijklmnop",
        "INDEXNOW_KEY": "abcdefghijklmnop",
        "WEBHOOK_URL": "https://hooks.example.com/a?b=c",
        "WEBHOOK_SECRET": "abcdefghijklmnopqrst",
    }
    found = loaded(tmp_path, **{**accounts, "SAMPLE": sample})
    assert [bool(found[name]) for name in ACCOUNTS] == [sample == "0"] * len(ACCOUNTS)


def test_with_nothing_set_the_site_is_this_machine_and_https_means_secure_cookies_and_hsts(
    tmp_path,
):
    plain = loaded(tmp_path)
    for name in ("DEBUG", "OTP_REQUIRED", "USE_X_FORWARDED_HOST"):
        assert plain[name] is False
    assert plain["SITE_URL"] == "http://127.0.0.1:8000"
    assert plain["SECURE_PROXY_SSL_HEADER"] is None
    assert plain["ADMINS"] == plain["MANAGERS"] == []
    public = loaded(tmp_path, SITE_URL="https://www.example.com")
    hosts = plain["ALLOWED_HOSTS"] + public["ALLOWED_HOSTS"]
    assert not [host for host in hosts if "*" in host or host[0] == "."]  # no stranger's
    assert "www.example.com" in public["ALLOWED_HOSTS"]
    for of in ("SESSION", "CSRF"):
        assert plain[f"{of}_COOKIE_HTTPONLY"] is public[f"{of}_COOKIE_SECURE"] is True
    assert public["SECURE_HSTS_SECONDS"] >= 365 * 24 * 3600
    assert public["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is False
    assert public["SECURE_SSL_REDIRECT"] is public["OTP_REQUIRED"] is True


def test_a_proxy_that_tells_no_scheme_breaks_no_form(tmp_path):
    env = {"ALLOWED_HOSTS": "lin.example.cn,.example.net,*", "SECRET_KEY": STRONG}
    env["API_ORIGINS"] = "https://a.example.com:443, http://b.example.com:8080/"
    found = loaded(tmp_path, SITE_URL="HTTPS://Example.com:443", HSTS_SUBDOMAINS="1", **env)
    assert found["API_ORIGINS"] == ["https://a.example.com", "http://b.example.com:8080"]
    assert found["CSRF_TRUSTED_ORIGINS"] == [
        "https://example.com",
        "https://lin.example.cn",
        "https://example.net",
        "https://*.example.net",
    ]
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is found["SECURE_HSTS_PRELOAD"] is True
    # A secret of the environment leaves no file; one that was made is for its owner alone.
    assert not (tmp_path / "secrets" / "secret_key").exists()
    del env["SECRET_KEY"]
    assert loaded(tmp_path, **env)["CSRF_TRUSTED_ORIGINS"] == ["http://127.0.0.1:8000"]
    files = (tmp_path / "secrets").iterdir()
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in files}
    assert modes == dict.fromkeys(["secret_key", "consult_keys", "proxy_secret"], "0o600")


NONSENSE = {
    "DEBUG": "maybe",
    "PORT": "http",
    "SITE_URL": "www.example.com",
    "SECRET_KEY": "secret",
    "SECRET_KEY_FALLBACKS": "secret",
    "CONSULT_KEYS": "k1:abc",
    "TRUSTED_PROXY_COUNT": "-1",
    "PROXY_SECRET": "too short",
    "OTP_REQUIRED": "x",
    "PASSKEY_HOST": "example.com",
    "DATABASE_URL": "mysql://u:p@h/db",
    "MEDIA_STORAGE_URL": "/srv/media",
    "EMAIL_URL": "smtp://h:port",
    "WEB_THREADS": "0",
    "SECURITY_CONTACT": "security@example.com",
    "DISK_RESERVE_MB": "49",
    "API_ORIGINS": "https://a.example.com,https://b.example.com/x",
    "WEBHOOK_SECRET": "too-short",
    "WEBHOOK_URL": "https://hooks.example.com/",  # without a secret
}


def test_nonsense_in_any_variable_is_refused_by_its_name(tmp_path, subtests):
    for name, value in NONSENSE.items():
        with subtests.test(name), pytest.raises(ImproperlyConfigured, match=name):
            loaded(tmp_path, **{name: value})


def test_a_webhook_goes_by_tls_or_stays_in_ones_own_network(tmp_path, subtests):
    near = ["http://127.0.0.1:9000/hook", "http://10.0.0.7/", "http://hooks:9000/"]
    far = ["http://hooks.example.com/", "http://8.8.8.8/", "https://u:p@a.cn/", "https:///hook"]
    for url in [*near, "https://hooks.example.com/a?b=c", *far, "ftp://127.0.0.1/"]:
        known = {"WEBHOOK_URL": url, "WEBHOOK_SECRET": "a" * 20}
        with subtests.test(url):
            if url in near or url.endswith("b=c"):
                assert loaded(tmp_path, **known)["WEBHOOK_URL"] == url
                continue
            with pytest.raises(ImproperlyConfigured, match="WEBHOOK_URL") as refused:
                loaded(tmp_path, **known)
            assert url not in str(refused.value)


@pytest.mark.parametrize(
    "command", [["manage.py", "check"], ["-m", "website.operations.serving.web"]], ids=" ".join
)
def test_a_wrong_setting_ends_a_process_with_one_chinese_line(tmp_path, command):
    done = run(tmp_path, *command, WEB_THREADS="99")
    assert (done.returncode > 0, done.stderr.count("\n")) == (True, 1)
    assert done.stderr.startswith("配置有误：")
    assert "WEB_THREADS" in done.stderr


@pytest.mark.parametrize(
    ("command", "database"),
    stages.rest_in_ci(
        [
            ("purge_consultations", ""),
            ("migrate", "postgres://antou:hush@127.0.0.1:1/antou"),
            ("enrol_otp admin", ""),
            ("rotate_consult_keys", "postgres://antou:hush@127.0.0.1:1/antou"),
        ]
    ),
)
def test_a_database_that_is_away_or_without_tables_is_told_in_one_line(tmp_path, command, database):
    done = run(tmp_path, "manage.py", *command.split(), DATABASE_URL=database)
    lines = done.stderr.strip().splitlines()
    assert (done.returncode, len(lines)) == (1, 1), done.stderr
    assert "DATABASE_URL" in lines[0]
    assert "hush" not in lines[0]


@pytest.mark.ci
def test_a_command_that_fails_says_so_in_one_line_and_all_when_asked_to(tmp_path):
    done = run(tmp_path, "manage.py", "shell", "-v0", "-c", "raise KeyboardInterrupt")
    assert (done.returncode, done.stderr.strip()) == (130, "已中断。")
    assert "Traceback" in run(tmp_path, "manage.py", "purge_consultations", "--traceback").stderr

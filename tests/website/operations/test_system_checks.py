"""Misconfiguration is told by `manage.py check`, with a way to mend it."""

import pytest
from django.db import OperationalError, connection

from articles import search
from firm.models import ContentVersion, Office
from firm.site import required_particulars as firm_checks
from firm.site.required_particulars import LICENCE_OF
from tests.factories import make_article, make_lawyer, make_notice, make_settings
from website.operations import system_checks


def ids(found):
    return [message.id for message in found]


def test_a_public_site_that_calls_itself_localhost_is_told(settings):
    settings.SITE_HOST = "127.0.0.1"
    assert ids(system_checks.site_url(None)) == ["website.W001"]
    settings.SITE_HOST = "www.example.com"
    assert system_checks.site_url(None) == []


@pytest.mark.parametrize("backend", ["dummy", "console", "filebased"])
def test_a_site_that_sends_no_mail_is_told(settings, backend):
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    assert ids(system_checks.mail(None)) == ["website.W002"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert system_checks.mail(None) == []


def test_a_desk_without_second_factor_is_told(settings):
    settings.OTP_REQUIRED = False
    assert ids(system_checks.second_factor(None)) == ["website.W003"]
    settings.OTP_REQUIRED = True
    assert system_checks.second_factor(None) == []


@pytest.mark.parametrize(("https", "depth", "told"), [(True, 0, 1), (True, 1, 0), (False, 0, 0)])
def test_https_without_a_known_proxy_is_told(settings, https, depth, told):
    settings.HTTPS, settings.TRUSTED_PROXY_COUNT = https, depth
    assert ids(system_checks.proxy(None)) == ["website.W004"] * told


@pytest.mark.parametrize("name", ["BAIDU_PUSH_TOKEN", "INDEXNOW_KEY"])
def test_a_push_key_for_a_site_that_nobody_reaches_is_told(settings, name):
    setattr(settings, name, "geheim-0001")
    (told,) = system_checks.pushes(None)
    assert told.id == "website.W006"
    assert name in told.msg
    assert "geheim" not in f"{told.msg}{told.hint}"
    settings.SITE_URL = "https://www.example.com"
    assert system_checks.pushes(None) == []


def test_without_push_keys_there_is_nothing_to_tell():
    assert system_checks.pushes(None) == []


def test_an_sqlite_that_is_too_old_is_an_error(monkeypatch):
    monkeypatch.setattr(system_checks.sqlite3, "sqlite_version_info", (3, 34, 1))
    monkeypatch.setattr(system_checks.connection, "vendor", "sqlite", raising=False)
    assert ids(system_checks.sqlite_version(None)) == ["website.E001"]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="of SQLite alone")
def test_an_sqlite_without_what_the_search_needs_is_an_error(monkeypatch):
    assert system_checks.sqlite_version(None) == []
    monkeypatch.setattr(system_checks.sqlite3, "sqlite_version_info", (3, 40, 1))
    assert "3.43" in system_checks.sqlite_version(None)[0].msg
    monkeypatch.setattr(system_checks.engines.SQLite, "is_contentless", lambda _: False)
    assert system_checks.sqlite_version(None) == []
    monkeypatch.setattr(system_checks.engines, "has_fts5", lambda: False)
    assert "FTS5" in system_checks.sqlite_version(None)[0].msg


@pytest.mark.django_db
def test_articles_that_nobody_can_find_are_told():
    article = make_article()
    assert system_checks.search_index(None) == []
    search.INDEX.drop([article.pk])
    assert "有1篇" in system_checks.search_index(None)[0].msg


@pytest.mark.django_db
def test_changes_that_nobody_would_hear_of_are_told():
    assert system_checks.content_versions(None) == []
    ContentVersion.objects.filter(group="firm").delete()
    assert ids(system_checks.content_versions(None)) == ["website.W010"]


@pytest.mark.django_db
def test_each_missing_particular_is_told():
    found = firm_checks.particulars(None)
    assert set(ids(found)) == {"firm.W001"}
    assert len(found) == 7


@pytest.mark.django_db
def test_a_lawyer_without_licence_number_is_named():
    make_settings(), make_lawyer(name="林致远", licence_number="")
    words = LICENCE_OF.format("林致远律师")
    assert any(words in message.msg for message in firm_checks.particulars(None))


@pytest.mark.django_db
def test_a_lawyer_who_is_not_shown_needs_nothing():
    make_settings(), make_lawyer(), make_lawyer(licence_number="", is_published=False)
    words = LICENCE_OF.format("")
    assert not any(words in message.msg for message in firm_checks.particulars(None))


@pytest.mark.django_db
def test_nothing_is_told_when_all_is_there():
    make_settings(), make_lawyer(), make_notice()
    Office.objects.create(address="云澜路 1 号")
    assert firm_checks.particulars(None) == []


def test_without_a_database_nothing_is_told(monkeypatch):
    def gone():
        raise OperationalError

    monkeypatch.setattr(firm_checks, "missing_particulars", gone)
    assert firm_checks.particulars(None) == []


@pytest.mark.parametrize(
    "check",
    [system_checks.site_url, system_checks.mail, system_checks.second_factor, system_checks.proxy],
)
def test_every_warning_says_what_to_do(settings, check):
    settings.SITE_HOST, settings.HTTPS = "localhost", True
    settings.OTP_REQUIRED, settings.TRUSTED_PROXY_COUNT = False, 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    hints = [message.hint for message in check(None)]
    assert hints
    assert all(hint.endswith("。") for hint in hints)


@pytest.mark.django_db
def test_a_lawyers_host_that_is_not_answered_to_is_told(settings):
    settings.ALLOWED_HOSTS = ["shen.example.cn"]
    make_lawyer(name="沈若宁", hostname="shen.example.cn")
    make_lawyer(name="周牧之", hostname="zhou.example.cn", is_published=False)
    make_lawyer(name="林致远", hostname="lin.example.cn")
    [warning] = system_checks.own_hosts(None)
    assert warning.id == "website.W008"
    assert warning.msg == system_checks.UNANSWERED.format("林致远律师", "lin.example.cn")


@pytest.mark.django_db
def test_a_lawyers_host_that_a_pattern_allows_is_answered_to(settings):
    settings.ALLOWED_HOSTS = [".example.cn"]
    make_lawyer(name="林致远", hostname="lin.example.cn")
    assert system_checks.own_hosts(None) == []

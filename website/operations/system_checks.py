"""System checks for `manage.py check`: misconfiguration, each with how to fix it; how the site
fares at the moment is for `health` to say."""

import sqlite3

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

from articles import search
from firm.base import current_site
from firm.base.validators import LOCAL
from firm.models import Lawyer
from outbox.channels import search_engines
from richtext.fulltext import engines
from richtext.fulltext.tables import CONTENTLESS
from statutes.search import indexing as law
from website.operations import schema
from website.operations.content_version import triggers

UNANSWERED = "{}的自有域名{}不在ALLOWED_HOSTS里，无法用它打开网站。"


def check(name, *tags, kind=Warning, **options):
    """Register a generator of messages and hints; without tables there is no complaint."""

    def registered(find):
        @register(*tags, **options)
        def run(app_configs, **kwargs):
            try:
                return [kind(text, hint=hint, id=name) for text, hint in find()]
            except DatabaseError:
                return []

        return run

    return registered


@check("website.E001", kind=Error)
def sqlite_version():
    """Before 3.43 the search keeps a larger index; one that a newer SQLite made it cannot open."""
    if connection.vendor != "sqlite":
        return
    if sqlite3.sqlite_version_info < (3, 35):
        lacking = "版本过旧，至少需要 3.35。"
    elif not engines.has_fts5():
        lacking = "没有全文检索（FTS5），站内搜索无法使用。"
    elif sqlite3.sqlite_version_info < CONTENTLESS and (
        engines.SQLite("articles_search").is_contentless()
    ):
        lacking = "无法打开搜索索引：它是用 3.43 或更新的版本建立的。"
    else:
        return
    yield (
        f"SQLite {sqlite3.sqlite_version} {lacking}",
        "请升级系统，或用 DATABASE_URL 改用 PostgreSQL。",
    )


@register(Tags.database)
def database_fits(app_configs, databases=(), **kwargs):
    """website.E002: not the tables that this code needs. `migrate` asks for the checks itself, so
    what it will mend is no error here."""
    if "default" not in (databases or ()) or schema.is_behind():
        return []
    found = schema.refusal()
    return [Error(found, id="website.E002")] if found else []


@check("website.W010")
def content_versions():
    """A warning, because `migrate` asks for the checks itself and is what mends it."""
    if missing := triggers.missing():
        yield (
            f"数据库缺少{len(missing)}个记录内容变化的触发器（{missing[0]}）："
            "重新启动后的网站不缓存网页，打开较慢；在此之前已启动的进程，可能显示旧内容。",
            "请运行manage.py migrate，再重新启动网站。",
        )


@check("website.W007")
def search_index():
    missing = {"篇已发布的文章": search.missing(), "部法规的条文": law.missing()}
    if found := [f"{number}{what}" for what, number in missing.items() if number]:
        yield (
            f"有{'、'.join(found)}不在搜索索引里，站内搜索找不到。",
            "后台任务会自动补上：启动时检查一次，以后每天一次。"
            "想立即补上，请运行manage.py rebuild_search。",
        )


@check("website.W001", Tags.security, deploy=True)
def site_url():
    if settings.SITE_HOST in LOCAL:
        yield (
            "SITE_URL 没有设置，网页里的网址会指向本机。",
            "请设置 SITE_URL，例如 https://www.example.com。",
        )


@check("website.W003", Tags.security, deploy=True)
def second_factor():
    if not settings.OTP_REQUIRED:
        yield (
            "OTP_REQUIRED 已关闭，工作人员只凭密码就能看到咨询内容。",
            "请删去 OTP_REQUIRED，或设为 1。",
        )


@check("website.W004", Tags.security, deploy=True)
def proxy():
    if settings.TRUSTED_PROXY_COUNT:
        yield (
            "设置了TRUSTED_PROXY_COUNT：网站按X-Forwarded-For认定访客的地址，"
            "反向代理如果放行名称带下划线的请求头，访客可以伪造地址。",
            "请按docs/upgrade.md让代理改用X-Antou-Client，再删去TRUSTED_PROXY_COUNT。",
        )


@check("website.W006")
def pushes():
    given = [name for name in ("BAIDU_PUSH_TOKEN", "INDEXNOW_KEY") if getattr(settings, name)]
    if given and search_engines.site_is_local():
        yield (
            f"设置了{'和'.join(given)}，但SITE_URL指向本机或内网，不会向搜索引擎推送任何网址。",
            "请把 SITE_URL 设为公开的网址，例如 https://www.example.com。",
        )


@check("website.W008")
def own_hosts():
    for lawyer in Lawyer.objects.published().exclude(hostname=""):
        if not current_site.is_served(lawyer.hostname):
            yield (
                UNANSWERED.format(lawyer.title, lawyer.hostname),
                "域名备案并指向本站后，请把它加进ALLOWED_HOSTS，再重新启动。",
            )

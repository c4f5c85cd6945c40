"""System checks for `manage.py check`: misconfiguration, each with how to fix it."""

import sqlite3

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection

from articles import search
from consult.crypto import keys
from firm.base import current_site
from firm.base.validators import LOCAL
from firm.models import Lawyer
from outbox import services as outbox
from outbox.channels import search_engines
from richtext.base import disk
from richtext.fulltext import sqlite
from richtext.fulltext.tables import CONTENTLESS
from statutes.search import indexing as law
from website.operations import schema
from website.operations.content_version import triggers

UNANSWERED = "{}的自有域名{}不在ALLOWED_HOSTS里，无法用它打开网站。"


@register()
def sqlite_version(app_configs, **kwargs):
    """website.E001: an SQLite that lacks what the migrations or the search need."""
    if connection.vendor != "sqlite":
        return []
    lacking = _lacking_in_sqlite()
    if not lacking:
        return []
    return [
        Error(
            f"SQLite {sqlite3.sqlite_version} {lacking}",
            hint="请升级系统，或用 DATABASE_URL 改用 PostgreSQL。",
            id="website.E001",
        )
    ]


def _lacking_in_sqlite():
    """Why this SQLite will not do, as the end of a sentence; empty if it will.

    Before 3.43 the search keeps a larger index; one that a newer SQLite has made it cannot open.
    """
    if sqlite3.sqlite_version_info < (3, 35):
        return "版本过旧，至少需要 3.35。"
    if not sqlite.has_fts5():
        return "没有全文检索（FTS5），站内搜索无法使用。"
    index = sqlite.SQLite("articles_search")
    if sqlite3.sqlite_version_info < CONTENTLESS and index.is_contentless():
        return "无法打开搜索索引：它是用 3.43 或更新的版本建立的。"
    return ""


@register(Tags.database)
def database_fits(app_configs, databases=(), **kwargs):
    """website.E002: the tables are not those that this code needs, and `migrate` cannot help.

    It asks for this check itself, so what it will mend is no error here.
    """
    if "default" not in (databases or ()) or schema.is_behind():
        return []
    found = schema.refusal()
    return [Error(found, id="website.E002")] if found else []


@register()
def content_versions(app_configs, **kwargs):
    """website.W010: changes that kept pages would not hear of, so that none is kept from the start.

    A warning, because `migrate` asks for the checks itself and is what mends it.
    """
    try:
        missing = triggers.missing()
    except DatabaseError:  # there are no tables yet
        return []
    if not missing:
        return []
    return [
        Warning(
            f"数据库缺少{len(missing)}个记录内容变化的触发器（{missing[0]}）："
            "重新启动后的网站不缓存网页，打开较慢；在此之前已启动的，可能显示旧内容。",
            hint="请运行manage.py migrate，再重新启动网站。",
            id="website.W010",
        )
    ]


@register()
def search_index(app_configs, **kwargs):
    """website.W007: what nobody can find yet, as after an upgrade or a load past the site."""
    try:
        missing = {"篇已发布的文章": search.missing(), "部法规的条文": law.missing()}
    except DatabaseError:  # there are no tables yet
        return []
    told = [f"{number}{what}" for what, number in missing.items() if number]
    if not told:
        return []
    return [
        Warning(
            f"有{'、'.join(told)}不在搜索索引里，站内搜索找不到。",
            hint="后台任务会自动补上：启动时检查一次，以后每天一次。"
            "想立即补上，请运行manage.py rebuild_search。",
            id="website.W007",
        )
    ]


@register()
def room_on_the_disk(app_configs, **kwargs):
    """website.W009: no more files are taken, because the disk has less room than the reserve."""
    if disk.state() == "ok":
        return []
    return [
        Warning(
            f"DATA_DIR所在的磁盘只剩{disk.free(settings.DATA_DIR) // disk.MB}MB，"
            f"低于预留的{settings.DISK_RESERVE_MB}MB，网站不再接收附件和图片。",
            hint="请清理磁盘或扩容；确实要少留一些，可以调低DISK_RESERVE_MB。",
            id="website.W009",
        )
    ]


@register(Tags.security, deploy=True)
def site_url(app_configs, **kwargs):
    """website.W001: a site that goes public still calls itself 127.0.0.1."""
    if settings.SITE_HOST not in LOCAL:
        return []
    return [
        Warning(
            "SITE_URL 没有设置，网页里的网址会指向本机。",
            hint="请设置 SITE_URL，例如 https://www.example.com。",
            id="website.W001",
        )
    ]


@register(Tags.security, deploy=True)
def mail(app_configs, **kwargs):
    """website.W002: no mail is sent."""
    if outbox.mail_is_set():
        return []
    return [
        Warning(
            "EMAIL_URL 没有设置发信服务器，新咨询的通知和给咨询人的提醒都不会寄出。",
            hint="请设置 EMAIL_URL，例如 smtps://用户名:密码@smtp.example.com:465。",
            id="website.W002",
        )
    ]


@register(Tags.security, deploy=True)
def second_factor(app_configs, **kwargs):
    """website.W003: staff could log in with a password alone."""
    if settings.OTP_REQUIRED:
        return []
    return [
        Warning(
            "OTP_REQUIRED 已关闭，工作人员只凭密码就能看到咨询内容。",
            hint="请删去 OTP_REQUIRED，或设为 1。",
            id="website.W003",
        )
    ]


@register(Tags.security, deploy=True)
def proxy(app_configs, **kwargs):
    """website.W004: behind TLS, but no proxy is trusted to tell scheme and address."""
    if not settings.HTTPS or settings.TRUSTED_PROXY_COUNT:
        return []
    return [
        Warning(
            "SITE_URL 是 https，但 TRUSTED_PROXY_COUNT 为 0：网站看不到访客的真实地址和协议。",
            hint="前面有一层反向代理就设为 1，两层设为 2。",
            id="website.W004",
        )
    ]


@register()
def pushes(app_configs, **kwargs):
    """website.W006: search engines are to be told of addresses that they cannot reach."""
    names = ["BAIDU_PUSH_TOKEN", "INDEXNOW_KEY"]
    given = [name for name in names if getattr(settings, name)]
    if not given or not search_engines.site_is_local():
        return []
    return [
        Warning(
            f"设置了{'和'.join(given)}，但SITE_URL指向本机或内网，不会向搜索引擎推送任何网址。",
            hint="请把 SITE_URL 设为公开的网址，例如 https://www.example.com。",
            id="website.W006",
        )
    ]


@register()
def own_hosts(app_configs, **kwargs):
    """website.W008: a lawyer has a host name that the site does not answer to."""
    try:
        found = list(Lawyer.objects.published().exclude(hostname=""))
    except DatabaseError:  # there is no table yet
        return []
    return [
        Warning(
            UNANSWERED.format(lawyer.title, lawyer.hostname),
            hint="域名备案并指向本站后，请把它加进ALLOWED_HOSTS，再重新启动。",
            id="website.W008",
        )
        for lawyer in found
        if not current_site.is_served(lawyer.hostname)
    ]


@register()
def consult_keys(app_configs, **kwargs):
    """website.W005: the keys of this database are missing or other ones.

    A warning, because the public pages work without them; the form refuses and says so.
    """
    try:
        found = keys.problem()
    except DatabaseError:  # there is no table yet
        return []
    if not found:
        return []
    return [
        Warning(
            found,
            hint="密钥确实找不回来时，运行manage.py rotate_consult_keys --forget 编号，"
            "放弃用它加密的内容。",
            id="website.W005",
        )
    ]

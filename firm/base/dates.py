"""Moments as machines read them: Beijing time to the second, whatever the database keeps."""

from datetime import datetime

from django.utils import timezone


def iso(moment: datetime) -> str:
    """2026-10-02T09:05:07+08:00: for Open Graph, schema.org, sitemaps and 头条搜索."""
    return beijing(moment).isoformat()


def bare(moment: datetime) -> str:
    """2026-10-02T09:05:07 without an offset: the form that Baidu's time factor wants."""
    return beijing(moment).replace(tzinfo=None).isoformat()


def beijing(moment: datetime) -> datetime:
    """The moment in Beijing, to the second."""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(microsecond=0)

"""The records of the firm."""

from firm.models.batch import Batch, BatchItem
from firm.models.content_version import ContentVersion
from firm.models.lawyer import Honour, Lawyer
from firm.models.milestone import Milestone
from firm.models.office import Office
from firm.models.page import Page, PageKind, PageVersion
from firm.models.page_words import PageWords
from firm.models.practice import PracticeArea
from firm.models.service_day import SpecialDay
from firm.models.site_settings import SiteSettings

__all__ = [
    "Batch",
    "BatchItem",
    "ContentVersion",
    "Honour",
    "Lawyer",
    "Milestone",
    "Office",
    "Page",
    "PageKind",
    "PageVersion",
    "PageWords",
    "PracticeArea",
    "SiteSettings",
    "SpecialDay",
]

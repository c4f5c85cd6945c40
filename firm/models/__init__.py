"""The records of the firm."""

from firm.models.batch import Batch, BatchItem
from firm.models.firm import ContentVersion, Office, SiteSettings, SpecialDay
from firm.models.lawyer import Honour, Lawyer, Milestone
from firm.models.page import Page, PageKind, PageVersion, PageWords
from firm.models.practice import PracticeArea

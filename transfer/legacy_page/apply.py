"""Fills the database with a recognised page, all of it or nothing."""

from django.db import transaction
from django.utils import timezone

from transfer.legacy_page import article_rows, firm_row, new_firm, standing_pages
from transfer.legacy_page.import_report import ImportReport
from transfer.legacy_page.page import OldPage


@transaction.atomic
def apply(*, page: OldPage, publish: bool = False, as_new_firm: bool = False) -> ImportReport:
    """Adds what is missing and overwrites nothing; `as_new_firm` wants an empty site."""
    tally = ImportReport()
    as_new_firm = as_new_firm and not new_firm.stands_already(page)
    if as_new_firm:
        new_firm.refuse_a_described_firm()
        firm_row.start_settings(page, tally)
    else:
        firm_row.fill_settings(page, tally)
    author = firm_row.place_lawyer(page, tally)
    article_rows.place_articles(page, author, tally, publish=publish, now=timezone.now())
    if as_new_firm:
        standing_pages.draft_pages(tally)
    return tally

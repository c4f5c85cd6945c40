"""Which tables the public pages are made of, in the groups of `firm.base.caching.Versions`; and
what a change of a consultation notes: the days that are to be counted anew (`consult.desk.tally`).
"""

from collections.abc import Sequence

FIRM = [
    "consult_areafact",  # what the consultation form asks for in an area
    "firm_honour",
    "firm_lawyer",
    "firm_lawyer_areas",
    "firm_milestone",
    "firm_office",
    "firm_page",
    "firm_pageversion",
    "firm_pagewords",
    "firm_practicearea",
    "firm_sitesettings",
    "firm_specialday",
]
ARTICLES = [
    "articles_areaperiod",
    "articles_areaquestion",
    "articles_article",
    "articles_article_tags",
    "articles_citation",
    "articles_neighbour",
    "articles_relatedlink",
    "articles_tag",
    "django_redirect",  # an address that nothing answers leads to an article, as a rule
]
STATUTES = [
    "statutes_lawcitation",
    "statutes_limitationperiod",
    "statutes_periodcitation",
    "statutes_statute",
    "statutes_statutearticle",
    "statutes_tableversion",
    "statutes_textsource",
]
# Which articles are listed, where and in which order, and with which tags.
LISTS = ["articles_article", "articles_article_tags", "articles_tag"]
PUBLIC = {"firm": FIRM, "articles": ARTICLES, "statutes": STATUTES, "lists": LISTS}

# Where an update of a row raises a group only if one of some columns is different afterwards: where
# an article is listed, and when. An edit of its words leaves the lists as they are.
DECIDING = {
    ("lists", "articles_article"): (
        "area_id", "author_id", "expires_at", "is_stub", "publish_at", "state",
    ),
}  # fmt: skip

CONSULTATIONS, NOTED = "consult_consultation", "consult_changedday"
COUNTED = (
    "received_at", "answered_at", "answer_minutes", "answered_in_time", "state", "doubts",
    "area_id", "assignee_id", "source", "source_article_id", "outcome",
)  # fmt: skip
MOMENTS = ("received_at", "answered_at")


def noting(day: str, rows: Sequence[str], source: str = "", schema: str = "") -> str:
    """The statement that notes the days of some rows; `day` makes one of a moment."""
    days = " UNION ".join(
        f"SELECT {day.format(f'{row}.{name}')} AS day{source}" for row in rows for name in MOMENTS
    )
    return (
        f"INSERT INTO {schema}{NOTED} (day) "  # noqa: S608
        f"SELECT day FROM ({days}) AS noted WHERE day IS NOT NULL"
    )


def noting_all(day: str) -> list[str]:
    """The statements after which each day is counted anew: nobody has watched the rows."""
    known = noting(day, [CONSULTATIONS], f" FROM {CONSULTATIONS}")
    return ["DELETE FROM consult_tally", known]

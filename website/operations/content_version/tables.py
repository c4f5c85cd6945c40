"""Which tables the public pages are made of, in the groups of `firm.base.caching.Versions`."""

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
    "calculators_parameter",
    "calculators_parametercitation",
    "statutes_lawcitation",
    "statutes_statute",
    "statutes_statutearticle",
    "statutes_tableversion",
    "statutes_textsource",
]
# Which articles are listed, where and in which order, with which tags, and for which law.
LISTS = ["articles_article", "articles_article_tags", "articles_citation", "articles_tag"]
PUBLIC = {"firm": FIRM, "articles": ARTICLES, "statutes": STATUTES, "lists": LISTS}

# Where an update of a row raises a group only if one of some columns is different afterwards: where
# an article is listed, and when. An edit of its words leaves the lists as they are, and moves what
# it cites from one place of its text to another.
DECIDING = {
    ("lists", "articles_article"): (
        "area_id", "author_id", "expires_at", "is_stub", "publish_at", "state",
    ),
    ("lists", "articles_citation"): ("article_id", "short_name", "statute_id"),
}  # fmt: skip

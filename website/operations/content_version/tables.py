"""Which tables the public pages are made of, in the groups of `firm.base.kept.Versions`."""

FIRM = [
    "firm_honour",
    "firm_lawyer",
    "firm_lawyer_areas",
    "firm_milestone",
    "firm_office",
    "firm_page",
    "firm_pageversion",
    "firm_practicearea",
    "firm_sitesettings",
    "firm_specialday",
]
ARTICLES = [
    "articles_article",
    "articles_article_tags",
    "articles_citation",
    "articles_neighbour",
    "articles_relatedlink",
    "articles_tag",
    "django_redirect",  # an address that nothing answers leads to an article, as a rule
]
STATUTES = ["statutes_statute", "statutes_statutearticle", "statutes_tableversion"]
PUBLIC = {"firm": FIRM, "articles": ARTICLES, "statutes": STATUTES}

# What public pages read besides, and why it raises no version.
LEFT_OUT = {
    "articles_dailyreads": "written all the time; 大家在读 follows it by the clock",
    "articles_finishedbody": "what the page would make all the same, or it is not used",
    "articles_search": "written with the articles; results of a search are not kept",
    "consult_consultkey": "read by the form, which is not kept",
    "statutes_tablestate": "written by triggers of the statutes, which raise the version as well",
}

"""Crawlers and switches of companies that train models, as their owners name them for robots.txt.

Only what an owner documents as (also) being for training. Who answers a person's question or keeps
a search index stays welcome: OAI-SearchBot, Claude-SearchBot, PerplexityBot, Amzn-SearchBot,
Applebot, Googlebot, bingbot, Baiduspider. Bytespider is no entry: it is ByteDance's only token and
头条搜索 indexes with it, so shutting it out would take the site out of that search.
"""

from django.db import DatabaseError

from firm.models import SiteSettings
from richtext.base import page_cache

TRAINING = [
    "GPTBot",  # OpenAI, developers.openai.com/api/docs/bots
    "ClaudeBot",  # Anthropic, support.claude.com/en/articles/8896518
    # Google and Apple: no crawlers, but words by which their search crawlers' finds are not used.
    "Google-Extended",  # developers.google.com/search/docs/crawling-indexing/google-common-crawlers
    "Applebot-Extended",  # support.apple.com/en-us/119829
    "meta-externalagent",  # Meta, developers.facebook.com/docs/sharing/webmasters/web-crawlers
    "Amazonbot",  # Amazon, developer.amazon.com/amazonbot
    "CCBot",  # Common Crawl, whose archive others train with, commoncrawl.org/ccbot
]


def unwelcome() -> list[str]:
    """Whom the firm asks to stay away.

    All of them while there is no database to ask: crawlers keep robots.txt for a day, and a day
    without a visit does less harm than one against the firm's will.
    """
    try:
        return [] if SiteSettings.load().ai_crawlers else TRAINING
    except DatabaseError:
        page_cache.is_makeshift()
        return TRAINING

"""A page is rendered once for everybody, and never shown when it is older than the content."""

import asyncio

from tests.website.http.page_cache.asking import PAGE, Site


def ask(site, *requests):
    """Several requests, one after the other in one loop."""

    async def all_of_them():
        return [await site.ask(**one) for one in requests]

    return asyncio.run(all_of_them())


def test_a_page_is_rendered_for_the_first_visitor_only():
    site = Site()
    first, second = ask(site, {}, {})
    assert (first.body, second.body, len(site.rendered)) == (PAGE, PAGE, 1)
    assert first.headers == second.headers

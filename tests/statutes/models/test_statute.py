"""Where the articles of a statute have their pages."""

import pytest
from django.urls import NoReverseMatch, resolve, reverse

from statutes.models import Statute, StatuteArticle


@pytest.mark.parametrize("slug", ["民法典-2020", "a b-1999"])
@pytest.mark.parametrize(("number", "sub"), [(1, 0), (577, 0), (224, 1), (9999, 99)])
def test_an_article_has_the_address_that_its_page_answers_to(slug, number, sub):
    article = StatuteArticle(statute=Statute(slug=slug), number=number, sub=sub)
    args = [slug, article.address]
    assert article.get_absolute_url() == reverse("statutes:article", args=args)
    assert resolve(f"/statutes/x/{article.address}/card/").url_name == "card"


@pytest.mark.parametrize(("number", "sub"), [(0, 0), (10000, 0), (1, 100)])
def test_what_no_statute_counts_has_no_page(number, sub):
    article = StatuteArticle(statute=Statute(slug="民法典-2020"), number=number, sub=sub)
    with pytest.raises(NoReverseMatch):
        reverse("statutes:article", args=["民法典-2020", article.address])
    assert article.get_absolute_url() == ""

"""What of an article is indexed."""

from articles.models import Article
from articles.search.article_tokens import of_article
from richtext.fulltext import tokens


def test_an_article_has_the_tokens_of_its_area_and_author_too():
    found = of_article(Article(title="工伤？", text="医院。", area_id=7, author_id=9))
    assert {tokens.TITLE + "工伤", "医院", tokens.AREA + "7", tokens.AUTHOR + "9"} <= set(found)
    assert found == sorted(set(found))

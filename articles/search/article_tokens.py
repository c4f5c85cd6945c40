"""What of an article is indexed."""

from richtext.fulltext import tokens


def of_article(article) -> list[str]:
    """All its tokens, each once, those of its area and author among them."""
    found = tokens.marked(article.title, article.summary, article.text)
    found |= {f"{tokens.AREA}{article.area_id}", f"{tokens.AUTHOR}{article.author_id}"}
    return sorted(found)

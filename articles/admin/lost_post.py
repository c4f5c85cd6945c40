"""The texts of the form of an article that come back when a post did not reach it."""

from articles.admin.page import CHANGE
from firm.admin.lost_post import Texts

ADD = "admin:articles_article_add"
TEXTS = Texts(
    frozenset({ADD, CHANGE}), {"title": "标题", "summary": "摘要", "body": "正文"}, rich=True
)

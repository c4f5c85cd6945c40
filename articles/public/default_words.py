"""What articles and their lists are called by themselves in search results."""

from articles.models import Article, Tag
from articles.models.text import excerpt
from firm.models import PracticeArea
from firm.site.head import Words, city_of
from firm.site.identity import Identity

TOLD = 85  # characters of the answer; Baidu shows about eighty
TITLE = "法律问答"


def article(one: Article, site: Identity) -> Words:
    """The question as it is asked; of the answer its beginning, and who gives it."""
    begun = excerpt(one.summary or one.text, one.title, target=TOLD)
    who = f"（{city_of(site)}{one.author.title}，{one.area.name}）"
    return Words(one.title, f"{begun}{who}")


def all_articles(site: Identity) -> Words:
    """The list of all."""
    title = f"{TITLE}：{city_of(site)}律师解答常见法律问题"
    return Words(title, f"{_who(site)}按业务领域整理的常见法律问题，每一篇由律师署名。")


def of_area(area: PracticeArea, site: Identity) -> Words:
    """The list of one area."""
    told = f"{_who(site)}解答{area.name}方面的常见法律问题，每一篇由律师署名。"
    return Words(f"{area.name}：{TITLE}", told)


def of_tag(tag: Tag, number: int, site: Identity) -> Words:
    """The list of those with a tag, as many as `number`."""
    told = f"{_who(site)}与“{tag.name}”有关的{number}篇法律问答，每一篇由律师署名。"
    return Words(f"{tag.name}：{TITLE}", told)


def _who(site):
    return site.settings.firm_name or f"{city_of(site)}律师"

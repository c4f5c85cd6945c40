"""Pieces of articles for pages of other apps; each takes explicit arguments."""

from collections import defaultdict
from functools import reduce
from html import escape
from operator import or_

from django import template
from django.db.models import Count, F, OuterRef, Subquery
from django.template.base import FilterExpression
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles import answers
from articles.law import citations
from articles.law.basis import newest_citing
from articles.models import Article, Citation, cached_lists
from articles.public import cards
from articles.public import lists as choice
from firm.base import caching
from firm.base.caching import PIECES
from firm.site import records
from statutes.law.time_of_facts import Sentence
from statutes.models import LawCitation
from statutes.public import names

register = template.Library()
MOST_READ = 6  # titles below a list


@register.inclusion_tag("articles/includes/paged.html")
def lawyer_articles(request, lawyer):
    page = choice.page_of(request, choice.by(lawyer))
    return {"request": request, "page": page, "none": "暂无文章。"}


@register.simple_tag
def written_by(lawyer):
    """How many published articles a lawyer has written."""
    return choice.numbers_by_lawyer().get(lawyer.pk, 0)


@register.simple_tag
def article_rows(articles, level, with_words):
    """Articles one below the other, with or without what each says in short."""
    return cards.html(articles, level or 3, with_words)


@register.simple_tag
def area_choice(area):
    """The areas by which the list of articles is narrowed, written once for all visitors."""

    def written():
        return render_to_string("articles/includes/area_choice.html", choice.area_choice(area))

    name = f"choice of areas, {area.pk if area else 0}"
    return cached_lists.keep(name, written, (*records.FIRM, *cached_lists.PLACES))


@register.inclusion_tag("articles/includes/most_read.html")
def most_read_articles():
    """What was read most lately, or the newest where that says little."""
    often = choice.most_read(choice.ALL, MOST_READ)
    newest = lambda: choice.newest(MOST_READ)  # noqa: E731
    found = often or cached_lists.keep("newest below a page", newest, cached_lists.WORDS)
    return {"most_read": found, "by_reads": bool(often)}


@register.inclusion_tag("statutes/includes/often.html")
def often_cited_laws():
    """The texts in force that articles cite most, then those that the law cites most."""

    def texts(field, citations):
        counted = citations.order_by().values_list("short_name")
        return dict(counted.annotate(Count(field, distinct=True)))

    others = LawCitation.objects.exclude(statute__short_name=F("short_name"))
    by_law = caching.shared("cited by the law", ("statutes",), lambda: texts("statute", others))
    by_site = cached_lists.keep(
        "cited by articles", lambda: texts("article", Citation.shown(of_all=True))
    )
    return {"often": names.most_used(by_site, by_law, timezone.localdate())}


@register.inclusion_tag("articles/includes/citing.html")
def citing_articles(statute, number=None, sub=0, most=11):
    """The newest articles that cite a version of a statute, or one article of it, and how many.

    Those of one article with the sentence in which they do.
    """
    fields = ("text", "summary") if number else ("excerpt",)
    articles, total = newest_citing(statute, number, sub, fields, most)
    for one in articles if number else []:
        one.sentence = Sentence(one.citing_words, one.start, one.end).shown
    return {"articles": articles, "total": total, "whole": not number}


@register.simple_tag
def articles_answering(question):
    """The articles that come nearest to a question, three at most."""
    return answers.suggest(question)


@register.simple_tag
def articles_citing_any(places, name, most=4):
    """The articles that cite one of some articles of law, most often first; `name` says which."""
    by_law: dict[str, list] = defaultdict(list)
    for short_name, number, sub in places:
        by_law[short_name].append((number, sub))

    def made():
        cites = reduce(or_, (Citation.objects.of_any(*one) for one in by_law.items())).order_by()
        own = cites.filter(article=OuterRef("pk")).values("article").annotate(times=Count("pk"))
        found = Article.objects.published().filter(pk__in=cites.values("article"))
        found = found.annotate(times=Subquery(own.values("times"))).order_by("-times", "-pk")
        return list(found.only("title")[:most])

    made_of = (*cached_lists.WORDS, "statutes")
    return cached_lists.keep(f"articles that cite {name}", made, made_of) if by_law else []


@register.tag
def keep(parser, token):
    """`{% keep name … %}…{% endkeep %}`: made once of what `made_of` says, and of what is named."""
    depends = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    inner = parser.parse(("endkeep",))
    parser.delete_first_token()
    return Keep(depends, inner)


class Keep(template.Node):
    """A piece of a page that depends on `made_of` and some values alone; its name is the first."""

    def __init__(self, depends: list[FilterExpression], nodelist: template.NodeList):
        self.depends, self.nodelist = depends, nodelist

    def render(self, context):
        made_of = context.get("made_of")
        # A page of the law; of queries, which it may show, is no end, but kinds are few
        if made_of == "law" and not context["request"].GET.keys() - {"kind"}:
            made_of = records.made_of("firm", "statutes")
        if made_of in {None, "law"}:
            return self.nodelist.render(context)
        key = (made_of, *(value.resolve(context) for value in self.depends))
        return PIECES.get_or_make(key, lambda: self.nodelist.render(context))


@register.filter
def with_law(text, written_at):
    """A plain text in paragraphs, with links to the law as it stood when it was written."""
    return citations.with_law(text, timezone.localdate(written_at))


@register.filter
def marked(pieces):
    """Pieces of a text, each with a flag whether it is what was looked for, which is marked."""
    told = (f"<mark>{escape(one)}</mark>" if is_hit else escape(one) for one, is_hit in pieces)
    return mark_safe("".join(told))

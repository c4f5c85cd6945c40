"""Views as the tutorial writes them: a few queries, a short template, nothing else."""

from functools import cache

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpResponse
from django.template import engines

from articles.models import Article
from firm.models import PracticeArea, SiteSettings
from richtext.fulltext import tokens

FRAME = """<!DOCTYPE html><html lang="zh-CN"><head><title>{{ title }}</title></head><body>
<nav>{% for area in areas %}<a href="/areas/{{ area.slug }}/">{{ area.name }}</a>{% endfor %}</nav>
{% if article %}<h1>{{ article.title }}</h1><p>{{ article.author.name }}</p>
{{ article.body|safe }}{% endif %}
<ul>{% for one in rows %}<li><a href="/articles/{{ one.pk }}/">{{ one.title }}</a>
<p>{{ one.excerpt }}</p></li>{% endfor %}</ul><footer>{{ firm.firm_name }}</footer></body></html>"""
SEARCHES = {  # all tokens of a query, the newest first
    "sqlite": "SELECT pk FROM articles_search JOIN articles_search_doc"
    " ON doc = articles_search.rowid WHERE articles_search MATCH %s"
    " ORDER BY articles_search.rowid DESC LIMIT 20",
    "postgresql": "SELECT pk FROM articles_search WHERE tokens::tsvector @@ %s::tsquery"
    " ORDER BY doc DESC LIMIT 20",
}


def page(request, pk):
    """One article in four queries."""
    article = Article.objects.select_related("author").get(pk=pk)
    rows = Article.objects.filter(state="published", area=article.area_id).defer("body", "text")
    return _shown(title=article.title, article=article, rows=rows[:10])


def listing(request):
    """Twenty rows in four queries."""
    rows = Article.objects.filter(state="published").defer("body", "text")
    return _shown(title="list", rows=Paginator(rows, 20).page(request.GET.get("page", 1)))


def found(request):
    """Twenty rows that the full-text index finds for all words of a query, in four queries."""
    words = dict.fromkeys(tokens.of_text(request.GET["q"]))
    joined = " & " if connection.vendor == "postgresql" else " "
    with connection.cursor() as cursor:
        cursor.execute(SEARCHES[connection.vendor], [joined.join(words)])
        keys = [pk for (pk,) in cursor.fetchall()]
    return _shown(title="found", rows=Article.objects.filter(pk__in=keys).defer("body", "text"))


def _shown(**context):
    context |= {"firm": SiteSettings.objects.first(), "areas": PracticeArea.objects.all()}
    return HttpResponse(_template().render(context))


@cache
def _template():
    return engines["django"].from_string(FRAME)

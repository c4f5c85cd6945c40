"""Pages as the tutorial writes them, beside those of the site: queries, a short template, and a
form that is checked and stores one row.
"""

from functools import cache

from django import forms
from django.core.paginator import Paginator
from django.db import connection, models
from django.http import HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import include, path

from articles.models import Article
from bench.bare import fixed
from firm.models import PracticeArea, SiteSettings
from richtext.fulltext import tokens
from website.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

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
    words = dict.fromkeys(tokens.of_texts(request.GET["q"])[0])
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


class Question(models.Model):
    """What was posted; `bench.posts` makes the table."""

    area = models.IntegerField()
    question = models.TextField()
    city = models.CharField(max_length=20, blank=True)
    opponent = models.CharField(max_length=60, blank=True)
    name = models.CharField(max_length=30, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(max_length=120, blank=True)
    consent = models.BooleanField()
    sensitive_consent = models.BooleanField(default=False)
    minor_consent = models.BooleanField(default=False)
    publication_consent = models.BooleanField(default=False)
    token = models.TextField(blank=True)
    notice = models.TextField(blank=True)

    class Meta:
        app_label = "bench"

    def __str__(self):
        return f"{self.pk}"


class QuestionForm(forms.ModelForm):
    """The fields of a question."""

    question = forms.CharField(min_length=10, max_length=5000)

    class Meta:
        model = Question
        fields = "__all__"  # noqa: DJ007 (it is bare)


def ask(request):
    """Store a question and lead on."""
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return HttpResponse(form.errors.as_text(), status=422)
    form.save()
    return HttpResponseRedirect("/bare/fixed/")


urlpatterns = [
    path("bare/clock/", fixed.clock),
    path("bare/fixed/", fixed.fixed),
    path("bare/ask/", ask),
    path("bare/list/", listing),
    path("bare/search/", found),
    path("bare/<int:pk>/", page),
    path("", include("website.urls")),
]

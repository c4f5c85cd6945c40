"""List of statutes, one statute, one article."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from statutes.models import Statute


def statute_list(request):
    return HttpResponse("")


def statute_detail(request, slug):
    return HttpResponse(str(get_object_or_404(Statute, slug=slug)))


def statute_article(request, slug, address):
    return HttpResponse("")


def article_card(request, slug, address):
    return HttpResponse("")

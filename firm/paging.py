"""Lists in pages: one rule for every list."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404


def page_of(request, queryset, per_page=20):
    """The page that `?page=` names; a page that is not there is 404, as for any address."""
    number = request.GET.get("page") or "1"
    try:
        return Paginator(queryset, per_page).page(number)
    except InvalidPage:
        raise Http404("没有这一页") from None


def canonical(request, path):
    """The address of this page of a list: page one is the list itself."""
    number = request.GET.get("page", "")
    return f"{path}?page={number}" if number.isdecimal() and int(number[:6]) > 1 else path

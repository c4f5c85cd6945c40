"""Lists in pages: one rule for every list."""

import re

from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.http import Http404


def number_of(request):
    """The page that `?page=` names, in its one spelling; another spelling is no address of ours."""
    typed = request.GET.get("page") or "1"
    if not re.fullmatch("[1-9][0-9]{0,4}", typed):
        raise Http404("页面不存在")
    return int(typed)


class KeysFirst(Paginator):
    """For long tables of long rows: finds the keys of a page in an index, then reads those rows.

    A plain OFFSET reads every row before the page as well.
    """

    object_list: QuerySet

    def _get_page(self, rows, number, paginator):
        rows = self.object_list.filter(pk__in=rows.values("pk"))
        return super()._get_page(rows, number, paginator)  # type: ignore[misc]  # not in its stubs


def page_of(request, queryset, per_page=20, paginator=Paginator):
    """The page that `?page=` names; a page that is not there is 404, as for any address."""
    try:
        return paginator(queryset, per_page).page(number_of(request))
    except InvalidPage:
        raise Http404("页面不存在") from None


def canonical(request, path):
    """The address of this page of a list: page one is the list itself."""
    number = number_of(request)
    return f"{path}?page={number}" if number > 1 else path

"""What is done with a legal page from the list: a draft is made, a text that was read confirmed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from firm.models import Page, PageKind
from firm.site import legal_drafts, legal_pages
from website.office.opening.checklist import PAGE_RIGHT
from website.office.opening.views import HOME, need, note

DRAFTED = "草稿已生成，尚未公开。请通读全文，再在页面末尾确认。"
DRAFTED_WITH_GAPS = "草稿已生成，尚未公开。请通读全文，填好〔 〕中的内容，再在页面末尾确认。"
CONFIRMED = "已确认“{}”，访客现在可以看到。"


@require_POST
def make_draft(request: HttpRequest, kind: str) -> HttpResponse:
    """Make the page from the firm's own particulars and open it, to be read."""
    need(request.user, PAGE_RIGHT, "firm.add_page")
    if kind not in legal_pages.KINDS:
        raise Http404
    made = legal_drafts.make_draft(PageKind(kind))
    note(request, f"生成草稿：{made.title}。")
    messages.success(request, DRAFTED_WITH_GAPS if legal_pages.gaps_in(made) else DRAFTED)
    return redirect(reverse("admin:firm_page_change", args=[made.pk]))


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the person has read the version that the list showed, and stands for it."""
    need(request.user, PAGE_RIGHT)
    page = get_object_or_404(Page, pk=pk, kind__in=legal_pages.KINDS)
    if request.POST.get("version") != str(page.version):
        messages.warning(request, legal_pages.CHANGED.format(page.title))
        return redirect(HOME)
    try:
        legal_pages.confirm_page(page=page, by=request.user)
    except legal_pages.NotReadyError as refusal:
        messages.error(request, str(refusal))
        return redirect(HOME)
    note(request, f"确认页面：{page.title}第{page.version}版。")
    messages.success(request, CONFIRMED.format(page.title))
    return redirect(HOME)

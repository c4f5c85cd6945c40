"""Public pages of the firm, and its pictures."""

import logging

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from firm.base import current_site, queries, share_card
from firm.models import PageKind
from firm.site import head as site_head
from firm.site import legal_pages, records, share_pictures, vcards
from firm.site.head import HOME, Head
from firm.site.identity import Identity
from richtext.base import page_cache
from richtext.core import display, pictures, tree

log = logging.getLogger("antou.storage")
NO_PICTURE = "图片不存在"
AWAY = "图片暂时无法显示，请稍后重试。"
FOR_EVER = "public, max-age=31536000, immutable"
A_DAY = "public, max-age=86400"
FOLDED = 4000  # characters of HTML: ten screens of a phone


def _found(record, why="页面不存在"):
    if record is None:
        raise Http404(why)
    return record


def _elsewhere(request, slug):
    """The way to the firm's site, which has the page of a colleague; None where we have it."""
    own = current_site.current()
    if own is None or own.slug == slug:
        return None
    with current_site.everybody():
        _found(records.lawyer(slug))
    return redirect(current_site.absolute_url(request.path), permanent=True)


@page_cache.shared()
@require_safe
def lawyer_list(request):
    """All lawyers of the firm, and who works in which area; a lawyer's own site leads to them."""
    if own := current_site.current():
        return redirect(own)
    trail = [HOME, ("律师", request.path)]
    words = site_head.lawyers(Identity())
    lawyers = records.lawyers()
    theirs = {area.pk: records.lawyers_of(area) for area in records.areas()}
    every = [(area, theirs[area.pk]) for area in records.areas()]
    # Not below an area that the same lawyers work in.
    pairs = [(area, some) for area, some in every if some != theirs.get(area.parent_id or 0)]
    context = {
        "people": [(lawyer, records.areas_of(lawyer)) for lawyer in lawyers],
        "no_faces": not any(lawyer.portrait for lawyer in lawyers),
        "sizes": f"(min-width: 62em) {'21rem' if len(lawyers) == 3 else '8rem'}, 5.5rem",
        "by_area": [pair for pair in pairs if pair[1]] if len(lawyers) > 1 else [],
        "head": Head(*words, request.path, page="lawyers", drawn="律师", trail=trail),
    }
    return render(request, "firm/lawyer_list.html", context)


@page_cache.shared(page=page_cache.page_number)
@require_safe
def lawyer_detail(request, slug):
    if away := _elsewhere(request, slug):
        return away
    lawyer = _found(records.profile(slug))
    site = Identity()
    head = Head(
        *site_head.lawyer(lawyer, site),
        page=site_head.key("lawyer", lawyer),
        drawn=lawyer.title,
        path=queries.canonical(request, lawyer.get_absolute_url()),
        kind="profile",
        trail=[HOME, ("律师", "/lawyers/"), (lawyer.title, lawyer.get_absolute_url())],
        data=[site_head.person(lawyer, site)],
    )
    context = {"lawyer": lawyer, "areas": records.areas_of(lawyer), "head": head, "site": site}
    return render(request, "firm/lawyer_detail.html", context)


@page_cache.shared()
@require_safe
def lawyer_card(request, slug):
    if away := _elsewhere(request, slug):
        return away
    lawyer = _found(records.lawyer(slug))
    card = vcards.card_for(lawyer, Identity(), next(iter(records.offices()), None))
    response = HttpResponse(card, content_type="text/vcard; charset=utf-8")
    name = content_disposition_header(True, f"{lawyer.title}.vcf")
    response["Content-Disposition"] = name or "attachment"
    return response


@page_cache.shared(page=page_cache.page_number)
@require_safe
def area_detail(request, slug):
    area = _found(records.area(slug))
    parent = area.parent if area.parent and area.parent.is_published else None
    above = [("业务领域", reverse("areas"))]
    above += [(parent.name, parent.get_absolute_url())] if parent else []
    path = area.get_absolute_url()
    trail = [HOME, *above, (area.name, path)]
    first = queries.number_of(request) == 1
    head = Head(
        *site_head.area(area, Identity()),
        page=site_head.key("area", area),
        path=queries.canonical(request, path),
        trail=trail,
        data=site_head.of_area(area, Identity()) if first else [],
    )
    context = {
        "area": area,
        "children": [one for one in records.areas() if one.parent_id == area.pk],
        "lawyers": records.lawyers_of(area),
        "fees": records.page(kind=PageKind.FEES),
        "first_page": first,
        "head": head,
    }
    return render(request, "firm/area_detail.html", context)


@page_cache.shared()
@require_safe
def contact(request):
    site, offices = Identity(), records.offices()
    head = Head(
        *site_head.contact(site),
        page="contact",
        drawn="联系我们",
        path=request.path,
        trail=[HOME, ("联系我们", request.path)],
        data=[site_head.legal_service(site, offices)],
    )
    context = {"offices": offices, "head": head, "site": site}
    return render(request, "firm/contact.html", context)


@page_cache.shared()
@require_safe
def page_detail(request, slug):
    page = _found(records.page(slug=slug))
    path = page.get_absolute_url()
    head = Head(
        *site_head.page(page, Identity()),
        page=site_head.key("page", page),
        path=path,
        trail=[HOME, (page.title, path)],
    )
    root = display.typeset(display.shown(page.body))
    contents = tree.with_anchors(root)
    if len(page.body) > FOLDED:
        tree.with_folds(root)
    context = {
        "page": page,
        "head": head,
        "in_short": legal_pages.in_short() if page.kind == PageKind.PRIVACY else [],
        "contents": contents if tree.is_long(contents) else [],
        "body": mark_safe(tree.write(root)),
    }
    return render(request, "firm/page.html", context)


@page_cache.shared()
@require_safe
def mark(request):
    site = Identity()
    picture = site.settings.mark.picture
    if picture:
        return redirect(picture.src)
    return render(request, "firm/mark.svg", {"site": site}, content_type="image/svg+xml")


@require_safe
def media(request, name):
    """A public picture, from whatever storage it lies in, or the way there; nothing else, ever."""
    _found(pictures.NAME.fullmatch(name), NO_PICTURE)
    if settings.MEDIA_PUBLIC_URL:
        away = redirect(pictures.public_url(name))
        away["Cache-Control"] = "public, max-age=600"
        return away
    try:
        response = FileResponse(default_storage.open(name), content_type="image/webp")
    except FileNotFoundError:
        raise Http404(NO_PICTURE) from None
    except OSError as error:
        log.error("a picture does not open (%s)", type(error).__name__)
        return HttpResponse(AWAY, status=503, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = FOR_EVER
    return response


@require_safe
def picture(request, shape, sealed):
    """What an address of ours says, drawn; 404 for one that is none."""
    card = share_card.read(sealed)
    return drawn(_found(card if card and not card.article else None, NO_PICTURE), shape)


def drawn(card, shape):
    """A picture, which a page of another site may show."""
    headers = {"Cache-Control": A_DAY, "Cross-Origin-Resource-Policy": "cross-origin"}
    png = share_pictures.png_of(card, shape)
    return HttpResponse(png, content_type="image/png", headers=headers)

"""The pictures of shared links."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from firm.base import share_card
from firm.site import share_pictures


@require_safe
def picture(request, shape, sealed):
    """What an address of ours says, drawn; 404 for one that is none."""
    card = share_card.read(sealed)
    if card is None:
        raise Http404("图片不存在")
    png = share_pictures.png_of(card, shape)
    response = HttpResponse(png, content_type="image/png")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response

"""A QR code as SVG that stands in a page: no inline style, no foreign tool."""

import qrcode
from django.utils.html import format_html

QUIET = 4  # modules of white around it, as ISO/IEC 18004 asks


def svg(text: str) -> str:
    """The QR code of a text, black on white whatever the theme; `step-qr` gives it its size."""
    code = qrcode.QRCode(border=QUIET)
    code.add_data(text)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    return format_html(
        '<svg class="step-qr" role="img" aria-label="二维码" viewBox="0 0 {0} {0}" '
        'shape-rendering="crispEdges"><path fill="#000" d="{1}"/></svg>',
        len(rows),
        path,
    )

"""The Content-Security-Policy: django-csp's, with the hash of the one style a page may hold."""

from csp.middleware import CSPMiddleware

from firm.templatetags.firm_tags import STYLE_HASH


class Middleware(CSPMiddleware):
    """Lets through the firm's own colour by what it says, so that a page is the same for everybody.

    Where a view has a policy of its own for styles, that stands: beside a hash, browsers would
    overlook the inline styles that it allows to the editor.
    """

    def get_policy_parts(self, request, response, report_only=False):
        """The policy of this page."""
        parts = super().get_policy_parts(request, response, report_only)
        known = request.META.get(STYLE_HASH, "")
        if known and "style-src" not in (parts.replace or {}):
            parts.update = {**(parts.update or {}), "style-src": [f"'sha256-{known}'"]}
        return parts

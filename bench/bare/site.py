"""The site as granian serves it, with the bare pages beside its own."""

from django.conf import settings

settings.ROOT_URLCONF = "bench.bare.pages"

from website.operations.serving.application import application  # noqa: E402  (the setting comes first)

__all__ = ["application"]

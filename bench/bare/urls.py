"""The addresses of the site, and the bare pages beside them."""

from django.urls import include, path

from bench.bare import fixed, posts, views
from website.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bare/clock/", fixed.clock),
    path("bare/fixed/", fixed.fixed),
    path("bare/ask/", posts.ask),
    path("bare/list/", views.listing),
    path("bare/search/", views.found),
    path("bare/<int:pk>/", views.page),
    path("", include("website.urls")),
]

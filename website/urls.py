"""Root addresses; the contract is docs/structure.md."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from articles.public import feeds
from website.http import type_size
from website.operations.views import healthz, metrics, readyz
from website.public import search, sitemaps, views

# Addresses that went, without the first slash, and the name of what took their place.
MOVED: dict[str, str] = {"admin/opening/sample/": "admin:opening"}

urlpatterns = [
    *(
        path(old, RedirectView.as_view(pattern_name=new, permanent=True))
        for old, new in MOVED.items()
    ),
    path("", views.home, name="home"),
    path("search/", search.search, name="search"),
    path("articles/", include("articles.urls")),
    path("api/articles/", feeds.article_list, name="api_articles"),
    path("api/articles/<int:pk>/", feeds.article_detail, name="api_article"),
    path("consult/", include("consult.urls")),
    path("statutes/", include("statutes.urls")),
    path("tools/", include("calculators.urls")),
    path("areas/", views.area_list, name="areas"),
    path("", include("firm.urls")),
    path("type/", type_size.choose, name="type_size"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    re_path(
        r"^sitemap-(?P<name>[a-z-]{1,40})-(?P<number>[1-9][0-9]{0,3})\.xml$",
        sitemaps.file,
        name="sitemap_file",
    ),
    path("robots.txt", views.robots, name="robots"),
    path(views.PATH, views.show, name="security_txt"),
    path("favicon.ico", RedirectView.as_view(pattern_name="firm:mark")),
    re_path(r"^(?P<key>[A-Za-z0-9-]{8,128})\.txt$", views.indexnow_key, name="indexnow_key"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("admin/", admin.site.urls),
]

handler400 = "website.http.errors.bad_request"
handler403 = "website.http.errors.permission_denied"
handler404 = "website.http.errors.page_not_found"
handler500 = "website.http.errors.server_error"

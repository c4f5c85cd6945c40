"""Import and export of articles in the office."""

from collections.abc import Callable

from django.contrib import admin
from django.http.response import HttpResponseBase
from django.urls import path

from transfer.admin import exporting, importing
from transfer.models import ArticleImport
from transfer.office.rights import may_import

PAGES: list[tuple[str, str, Callable[..., HttpResponseBase]]] = [
    ("", "changelist", importing.bring_in),
    ("<int:pk>/", "one", importing.one),
    ("export/", "export", exporting.take_out),
]


@admin.register(ArticleImport)
class ArticleImportAdmin(admin.ModelAdmin):
    """No list and no form of Django's: uploads have pages of their own."""

    def get_urls(self):
        return [
            path(
                address,
                self.admin_site.admin_view(view),
                {"admin": self},
                name=f"transfer_articleimport_{name}",
            )
            for address, name, view in PAGES
        ]

    def has_module_permission(self, request):
        return may_import(request.user)

    def has_view_permission(self, request, obj=None):
        return may_import(request.user)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

"""The addresses of the list, in the admin and for those who may enter it."""

from django.urls import path

from website.office.opening import own_site, page_acts, views


def urls(site) -> list:
    """The list, its pages, and what is sent from it."""
    guarded = site.admin_view
    return [
        path("opening/", guarded(views.home), name="opening"),
        path("opening/put-away/", guarded(views.put_away), name="put_opening_away"),
        path("opening/areas/", guarded(views.choose_areas), name="opening_areas"),
        path("opening/own-site/", guarded(own_site.own_site), name="own_site"),
        path("opening/draft/<slug:kind>/", guarded(page_acts.make_draft), name="draft_page"),
        path("opening/confirm/<int:pk>/", guarded(page_acts.confirm), name="confirm_page"),
    ]

"""The addresses of 人员, in the admin and for those who may enter it."""

from django.urls import path

from website.office.people import acts, views


def urls(site) -> list:
    """The list, one colleague, what is done with the account."""
    guarded = site.admin_view
    return [
        path("people/", guarded(views.home), name="people"),
        path("people/<int:pk>/", guarded(views.person), name="person"),
        path("people/<int:pk>/<slug:act>/", guarded(acts.act), name="person_act"),
    ]

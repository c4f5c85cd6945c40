"""The addresses of 人员, in the admin and for those who may enter it."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from website.office.people import acts, views


def urls(site) -> list:
    """The list, one colleague, what is done with the account."""
    guarded = site.admin_view
    person, home = (
        guarded(RedirectView.as_view(pattern_name=name, permanent=True))
        for name in ("admin:person", "admin:people")
    )
    return [
        # Where accounts were before; whatever lay below leads to the page of the person.
        re_path(r"^auth/user/(?P<pk>[0-9]{1,18})/", person),
        re_path(r"^auth/user/", home),
        path("people/", guarded(views.home), name="people"),
        path("people/<int:pk>/", guarded(views.person), name="person"),
        path("people/<int:pk>/<slug:act>/", guarded(acts.act), name="person_act"),
    ]

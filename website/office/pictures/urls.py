"""The addresses of the pictures, in the admin and for those who may enter it."""

from django.urls import path

from website.office.pictures import views


def urls(site) -> list:
    """The list, one picture, and taking away what nobody uses."""
    return [
        path("pictures/", site.admin_view(views.overview), name="pictures"),
        path("pictures/remove/", site.admin_view(views.remove), name="remove_pictures"),
        path("pictures/<slug:token>/", site.admin_view(views.one), name="picture"),
    ]

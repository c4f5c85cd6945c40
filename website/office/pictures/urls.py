"""The addresses of the pictures, in the admin and for those who may enter it."""

from functools import wraps

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import path

from website.office.pictures import views

AWAY = "图片存储暂时无法读取，请稍后重试或通知运维人员；文章没有改动。"


def urls(site) -> list:
    """The list, one picture, and taking away what nobody uses."""
    return [
        path("pictures/", site.admin_view(_or_says(views.overview)), name="pictures"),
        path("pictures/remove/", site.admin_view(_or_says(views.remove)), name="remove_pictures"),
        path("pictures/<slug:token>/", site.admin_view(_or_says(views.one)), name="picture"),
    ]


def _or_says(view):
    """The view, or a sentence on the start page while the storage is away."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except OSError:
            messages.error(request, AWAY)
            return redirect("admin:index")

    return asked

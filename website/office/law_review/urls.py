"""The addresses of the review, in the admin and for those who may enter it."""

from django.urls import path

from website.office.law_review import views


def urls(site) -> list:
    """The list, the history, and the way to take a confirmation back."""
    guarded = site.admin_view
    return [
        path("law-review/", guarded(views.review), name="law_review"),
        path("law-review/history/", guarded(views.history), name="law_review_history"),
        path(
            "law-review/history/<int:pk>/take-back/",
            guarded(views.take_back),
            name="law_review_take_back",
        ),
    ]

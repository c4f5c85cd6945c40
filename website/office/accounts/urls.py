"""Addresses for who forgot the password, under the admin and before its login."""

from django.urls import path

from website.office.accounts import forgotten_views

urlpatterns = [
    path("forgotten/", forgotten_views.ask, name="forgotten"),
    path("new-password/", forgotten_views.set_new, name="new_password"),
]

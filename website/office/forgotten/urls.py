"""Addresses for who forgot the password, under the admin and before its login."""

from django.urls import path

from website.office.forgotten import views

urlpatterns = [
    path("forgotten/", views.ask, name="forgotten"),
    path("new-password/", views.set_new, name="new_password"),
]

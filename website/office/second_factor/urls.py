"""Addresses of one's own second factor, under the admin and outside its permission check."""

from django.urls import path

from website.office.second_factor import views

urlpatterns = [
    path("second-factor/", views.show, name="second_factor"),
    path("second-factor/codes/", views.renew_codes, name="second_factor_codes"),
    path("second-factor/remove/", views.remove, name="second_factor_remove"),
    path("second-factor/leave/", views.leave, name="second_factor_leave"),
]

"""Addresses of one's own second factor, under the admin and outside its permission check."""

from django.urls import path

from website.office.second_factor import invitation_views, passkey_views, views

urlpatterns = [
    path("second-factor/", views.show, name="second_factor"),
    path("second-factor/telephone/", views.add_telephone, name="second_factor_telephone"),
    path("second-factor/codes/", views.renew_codes, name="second_factor_codes"),
    path("second-factor/remove/", views.remove, name="second_factor_remove"),
    path("second-factor/leave/", views.leave, name="second_factor_leave"),
    path("second-factor/passkeys/add/", passkey_views.add, name="passkey_add"),
    path("second-factor/passkeys/<int:pk>/remove/", passkey_views.remove, name="passkey_remove"),
    path("passkey/offer/", passkey_views.offer, name="passkey_offer"),
    path("passkey/ask/", passkey_views.ask, name="passkey_ask"),
    path("passkey/login/", passkey_views.login, name="passkey_login"),
    path("invitation/", invitation_views.show, name="invitation"),
    path("invitation/accept/", invitation_views.accept, name="invitation_accept"),
]

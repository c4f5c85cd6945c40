"""Addresses of the firm's public pages."""

from django.urls import path, re_path

from firm.base import share_card
from firm.public import views

app_name = "firm"
urlpatterns = [
    path("lawyers/", views.lawyer_list, name="lawyers"),
    path("lawyers/<slug:slug>/", views.lawyer_detail, name="lawyer"),
    path("lawyers/<slug:slug>/card.vcf", views.lawyer_card, name="card"),
    path("areas/<slug:slug>/", views.area_detail, name="area"),
    path("contact/", views.contact, name="contact"),
    path("pages/<slug:slug>/", views.page_detail, name="page"),
    path("mark.svg", views.mark, name="mark"),
    re_path(r"^media/(?P<name>images/[0-9a-z./-]+\.webp)$", views.media, name="media"),
    re_path(f"^media/share/{share_card.NAME}$", views.picture, name="share"),
]

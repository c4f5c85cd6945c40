"""Addresses of the statute pages."""

from django.urls import path

from statutes import views

app_name = "statutes"
urlpatterns = [
    path("", views.statute_list, name="list"),
    path("<str:slug>/", views.statute_detail, name="detail"),
    path("<str:slug>/<str:address>/", views.statute_article, name="article"),
    path("<str:slug>/<str:address>/card/", views.article_card, name="card"),
]

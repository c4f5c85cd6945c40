"""Addresses of the statute pages."""

from django.urls import path, register_converter

from statutes.citations import places
from statutes.public import changes, views

register_converter(places.NameConverter, "statute")
register_converter(places.PlaceConverter, "article")
register_converter(places.WrittenConverter, "written")
register_converter(places.PageConverter, "number")

app_name = "statutes"
urlpatterns = [
    path("", views.statute_list, name="list"),
    path("coming.ics", changes.coming, name="coming"),
    path("<statute:slug>/", views.statute_detail, name="detail"),
    path("<statute:slug>/feed/", changes.feed, name="feed"),
    path("<statute:slug>/part-<number:number>/", views.statute_part, name="part"),
    path("<statute:slug>/<article:address>/", views.statute_article, name="article"),
    path("<statute:slug>/<written:words>/", views.statute_written, name="written"),
    path("<statute:slug>/<article:address>/card/", views.article_card, name="card"),
]

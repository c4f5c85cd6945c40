"""Addresses of the articles; the id never changes, so an edited title breaks no link."""

from django.urls import path, re_path

from articles.public import feeds, views
from firm.base.share_card import NAME

app_name = "articles"
urlpatterns = [
    path("", views.article_list, name="list"),
    path("feed/", feeds.newest, name="feed"),
    path("preview/<str:token>/", views.preview, name="preview"),
    path("tags/<int:pk>/", views.tag_detail, name="tag"),
    path("<int:pk>/", views.article_detail, name="detail"),
    re_path(f"^(?P<pk>[1-9][0-9]{{0,17}})/share/{NAME}$", views.picture, name="share"),
]

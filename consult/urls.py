"""The client's addresses; none of them holds a code."""

from django.urls import path

from consult import views

app_name = "consult"
urlpatterns = [
    path("", views.new, name="new"),
    path("challenge/", views.challenge, name="challenge"),
    path("received/", views.received, name="received"),
    path("thread/", views.thread, name="thread"),
]

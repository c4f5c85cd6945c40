"""The client's addresses; none of them holds a code."""

from django.urls import path

from consult import views

app_name = "consult"
urlpatterns = [
    path("", views.new, name="new"),
    path("challenge/", views.challenge, name="challenge"),
    path("suggest/", views.suggest, name="suggest"),
    path("received/", views.received, name="received"),
    path("thread/", views.thread, name="thread"),
    path("thread/files/<uuid:pk>/", views.file, name="file"),
    path("thread/copy/", views.copy, name="copy"),
    path("thread/mail/", views.stop_mail, name="stop_mail"),
    path("thread/publication/", views.allow_publication, name="publication"),
    path("thread/withdraw/<slug:kind>/", views.withdraw, name="withdraw"),
    path("thread/erase/", views.erase, name="erase"),
    path("erased/", views.erased, name="erased"),
    path("stop/<str:token>/", views.stop, name="stop"),
]

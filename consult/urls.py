"""The client's addresses; none of them holds a code."""

from django.urls import path

from consult import public

app_name = "consult"
urlpatterns = [
    path("", public.new, name="new"),
    path("begin/", public.begin, name="begin"),
    path("challenge/", public.challenge, name="challenge"),
    path("facts/", public.facts, name="facts"),
    path("suggest/", public.suggest, name="suggest"),
    path("received/", public.received, name="received"),
    path("received/articles/", public.helpful, name="helpful"),
    path("thread/", public.thread, name="thread"),
    path("thread/files/<uuid:pk>/", public.file, name="file"),
    path("thread/copy/", public.copy, name="copy"),
    path("thread/mail/", public.stop_mail, name="stop_mail"),
    path("thread/sms/", public.stop_sms, name="stop_sms"),
    path("thread/publication/", public.allow_publication, name="publication"),
    path("thread/article/", public.article, name="article"),
    path("thread/withdraw/<slug:kind>/", public.withdraw, name="withdraw"),
    path("thread/rating/", public.rate, name="rating"),
    path("thread/erase/", public.erase, name="erase"),
    path("erased/", public.erased, name="erased"),
    path("stop/<str:token>/", public.stop, name="stop"),
]

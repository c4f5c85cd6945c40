"""The client's addresses; none of them holds a code."""

from django.urls import path

from consult.public import appointments, intake, rights, thread

app_name = "consult"
urlpatterns = [
    path("", intake.new, name="new"),
    path("begin/", intake.begin, name="begin"),
    path("challenge/", intake.challenge, name="challenge"),
    path("facts/", intake.facts, name="facts"),
    path("suggest/", intake.suggest, name="suggest"),
    path("received/", intake.received, name="received"),
    path("received/articles/", intake.helpful, name="helpful"),
    path("thread/", thread.thread, name="thread"),
    path("thread/files/<uuid:pk>/", thread.file, name="file"),
    path("thread/appointment.ics", appointments.calendar, name="calendar"),
    path("thread/copy/", rights.copy, name="copy"),
    path("thread/mail/", rights.stop_mail, name="stop_mail"),
    path("thread/sms/", rights.stop_sms, name="stop_sms"),
    path("thread/publication/", rights.allow_publication, name="publication"),
    path("thread/article/", thread.article, name="article"),
    path("thread/withdraw/<slug:kind>/", rights.withdraw, name="withdraw"),
    path("thread/rating/", thread.rate, name="rating"),
    path("thread/erase/", rights.erase, name="erase"),
    path("erased/", rights.erased, name="erased"),
    path("stop/<str:token>/", rights.stop, name="stop"),
]

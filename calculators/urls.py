"""Addresses of the tools."""

from django.urls import path

from calculators.public import views

app_name = "calculators"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:name>/", views.tool, name="tool"),
]

"""The app whose one table holds the invitations."""

from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    """Its label is that of 0.1.0's migrations."""

    name = "website.office.second_factor"
    label = "second_factor"
    verbose_name = "两步验证"

"""The app whose one table holds the invitations."""

from django.apps import AppConfig


class SecondFactorConfig(AppConfig):
    """Ends an invitation when what it was made for is no longer so."""

    name = "website.office.second_factor"
    label = "second_factor"
    verbose_name = "两步验证"

    def ready(self):
        from django.contrib.auth.models import User
        from django.db.models.signals import post_save

        from website.office.second_factor import invitations

        post_save.connect(invitations.end_with_password, User, dispatch_uid="invitations")

"""What the tests of the login share: a hasher that counts, guesses, a device that is known."""

from datetime import timedelta
from unittest import mock

from django.contrib.auth.hashers import MD5PasswordHasher
from django.template.response import SimpleTemplateResponse
from django.test import Client

from consult.models import Throttle

LOGIN = "/admin/login/"


class Counting(MD5PasswordHasher):
    """Cheap, and it knows how often a password was looked at."""

    algorithm = "counting"
    evaluated = 0

    def encode(self, password, salt):
        """Every hash that is computed, of the dummy for unknown names as well."""
        type(self).evaluated += 1
        return super().encode(password, salt)


def post(client, name="lin", password="wrong", code="", proof="", **extra):
    """One try at the login, as from a browser without scripts unless there is a proof of work."""
    typed = {"username": name, "password": password, "otp_token": code, "next": "/admin/"}
    return client.post(LOGIN, {**typed, "proof": proof}, **extra)


def unread():
    """No page is rendered meanwhile, for nobody reads it: that is most of what a guess costs."""
    return mock.patch.object(SimpleTemplateResponse, "rendered_content", "")


def guess(addresses, **typed):
    """A try from each address, each by a browser that knows nothing; how many were evaluated."""
    before = Counting.evaluated
    with unread():
        for address in addresses:
            post(Client(), REMOTE_ADDR=address, **typed)
    return Counting.evaluated - before


def hosts(number):
    """So many IPv4 addresses."""
    return [f"198.51.{n // 250}.{n % 250 + 1}" for n in range(number)]


def later(**much):
    """As if so much time had passed since every try."""
    for row in Throttle.objects.all():
        row.since -= timedelta(**much)
        row.last -= timedelta(**much)
        row.save()

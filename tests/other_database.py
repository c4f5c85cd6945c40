"""Django's connection on a database other than the one that it was made for."""

from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection


@contextmanager
def led_to(name):
    """Django's connection, led to another database for a while."""
    known, kept = connection.settings_dict["NAME"], connection.connection
    if connection.vendor != "sqlite":  # whose database in memory ends with its connection
        connection.close()
        kept = None
    connection.settings_dict["NAME"], connection.connection = name, None
    ContentType.objects.clear_cache()  # a flush numbers them anew, in one database alone
    try:
        yield
    finally:
        if connection.connection is not None:
            connection.connection.close()
        connection.settings_dict["NAME"], connection.connection = known, kept
        ContentType.objects.clear_cache()

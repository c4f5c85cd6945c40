"""How new the content of the public pages is, as a number for each group of tables."""

from django.db import models

# For who asks past Django, at each request.
ASK = 'SELECT "group", number FROM firm_contentversion'


class ContentVersion(models.Model):
    """How often the tables of a group have changed; only comparing two numbers has a meaning.

    Triggers of the database raise it in the transaction of each change, whoever makes the change
    (`website.operations.content_version`). It begins at the clock's microseconds, so that a table
    that was emptied or restored never gives a number again, and goes forward only.
    """

    group = models.CharField(max_length=10, primary_key=True)
    number = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.group} {self.number}"

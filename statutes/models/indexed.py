"""Which texts of law the search holds, and as what."""

from django.db import models

from statutes.models.statute import Statute


class IndexedText(models.Model):
    """That the text of a version is in the index of words; written together with it.

    `as_told` is all that the index was made of, besides the words: where the version stood on that
    day, its kind, dates and name, the time of its import. Who finds it different indexes again.
    """

    statute = models.OneToOneField(
        Statute, on_delete=models.CASCADE, primary_key=True, related_name="indexed"
    )
    as_told = models.CharField(max_length=240)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return self.as_told

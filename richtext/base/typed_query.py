"""What somebody types into a search box: cut, never refused, whatever it holds."""

from django import forms

LONGEST = 300  # characters that are looked for; a page says so where there were more


class QueryField(forms.CharField):
    """The words of a search: NUL, which no database takes, is a blank; what is too long is cut."""

    def to_python(self, value: object) -> str:
        """The words as they are looked for."""
        words = super().to_python(str(value or "").replace("\0", " "))
        return (words or "")[:LONGEST].strip()


def is_cut(typed: str) -> bool:
    """Whether a query is longer than what is looked for."""
    return len(typed.strip()) > LONGEST

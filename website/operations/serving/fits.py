"""`python -m website.operations.serving.fits`: 1 and a sentence where this code must not run."""

import os
import sys

import django


def main():
    """Without a word and 0 when all is well, and when the database is away."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    from website.operations import schema

    return schema.refusal() or 0


if __name__ == "__main__":
    sys.exit(main())

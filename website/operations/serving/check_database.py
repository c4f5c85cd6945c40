"""Run as a module: exits with 1 and a sentence when this code must not use this database."""

import os
import sys

import django


def main():
    """0, silently, when all is well; also when the database cannot be reached: it may come back."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    from website.operations import schema

    return schema.refusal() or 0


if __name__ == "__main__":
    sys.exit(main())

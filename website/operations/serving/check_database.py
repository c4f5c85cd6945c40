"""Run as a module: exits with 1 and a sentence when this code must not use this database; else it
makes sure that the database tells each change of what the pages show."""

import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured


def main():
    """0, silently, when all is well; also when the database cannot be reached: it may come back."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return f"配置有误：{error}"
    from website.operations import schema
    from website.operations.content_version import triggers

    if refusal := schema.refusal():
        return refusal
    triggers.make_if_possible()
    return 0


if __name__ == "__main__":
    sys.exit(main())

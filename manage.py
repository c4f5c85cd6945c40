#!/usr/bin/env python
"""Django's command line, with misconfiguration told in one sentence."""

import os
import sys


def main():
    """Run a management command; a wrong setting ends it with exit code 2."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018  (loads the settings)
    except ImproperlyConfigured as error:
        print(f"配置有误：{error}", file=sys.stderr)
        sys.exit(2)
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

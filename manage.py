#!/usr/bin/env python
"""Django's command line; misconfiguration and a lost database end in one sentence."""

import os
import sys


def main():
    """Run a command; a wrong setting ends it with 2, no database with 1, Ctrl-C with 130."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError, ProgrammingError

    try:
        settings.configured or settings.INSTALLED_APPS  # noqa: B018  (loads the settings)
    except ImproperlyConfigured as error:
        print(f"配置有误：{error}", file=sys.stderr)
        sys.exit(2)
    try:
        execute_from_command_line(sys.argv)
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        sys.exit(130)
    except (OperationalError, ProgrammingError) as error:  # away, or without its tables
        if "--traceback" in sys.argv:
            raise
        reason = (str(error).splitlines() or [type(error).__name__])[0]
        print(
            f"数据库不能用（{reason}），请检查 DATABASE_URL 和 DATA_DIR；"
            "新建的数据库和升级以后，要先运行 manage.py migrate。",
            file=sys.stderr,
        )
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Run as a module: makes the firm's own database, with the account that comes along on stdin.

DATABASE_URL names the draft. The finished file gets its name in DATA_DIR in one step: from then on
there is a site of one's own.
"""

import os
import sys

import django
from django.core import serializers
from django.db import connections, transaction


def main(account: str) -> None:
    """FileExistsError where there is a site of one's own already; nothing is changed then."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    from django.conf import settings

    from richtext.base import upkeep
    from statutes.services import load_shipped
    from website.config import sample
    from website.operations.serving import prepare

    prepare.migrate()
    load_shipped.bring_up_to_date()
    take_along(account)
    upkeep.after_bulk_change()
    connections.close_all()  # SQLite puts its log into the file
    draft = settings.DATABASES["default"]["NAME"]
    os.link(draft, settings.DATA_DIR / sample.DATABASE)


@transaction.atomic
def take_along(account: str) -> None:
    """Store the account, without its posts where one of them is known to the sample alone."""
    for row in serializers.deserialize("json", account, handle_forward_references=True):
        row.save()


if __name__ == "__main__":
    main(sys.stdin.read())

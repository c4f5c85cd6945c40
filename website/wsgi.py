"""The application that a WSGI server runs."""

import os

from django.core.wsgi import get_wsgi_application

from website.http.content_type import guarded

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
application = guarded(get_wsgi_application())

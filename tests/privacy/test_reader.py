"""Who only reads the real site is given nothing to keep, whatever page is opened."""

import urllib.error
import urllib.request
from urllib.parse import quote

import pytest
from django.http import HttpResponse

from tests.privacy import walk
from tests.sample_site import SampleSite

pytestmark = [pytest.mark.process, pytest.mark.ci]


class Reader:
    """A plain program that reads the real site, and what each page gave it to keep."""

    def __init__(self, site):
        self.site, self.given = site, {}

    def get(self, path):
        """An answer as the walk reads it."""
        request = urllib.request.Request(self.site.url + quote(path, safe="/?&=%+"))
        try:
            answer = urllib.request.urlopen(request, timeout=120)
        except urllib.error.HTTPError as refused:
            answer = refused
        if answer.headers.get_all("Set-Cookie"):
            self.given[walk.pattern(path)] = answer.headers.get_all("Set-Cookie")
        return HttpResponse(answer.read(), content_type=answer.headers["Content-Type"])


def test_a_reader_of_the_real_site_leaves_with_no_cookie(tmp_path):
    with SampleSite(tmp_path) as site:
        reader = Reader(site)
        assert len(list(walk.follow(reader, walk.STARTS))) > 40
    assert set(reader.given) == walk.FORMS
    for (told,) in reader.given.values():  # one cookie, which goes with the window
        assert told.startswith("csrftoken=")
        assert not {"expires", "max-age"} & set(told.lower().replace("=", " ").split())

"""The sample site as the public sees it: behind the recipe, by https."""

import pytest

from tests.deploy import nginx
from tests.sample_site import SampleSite


@pytest.fixture(scope="module")
def public(tmp_path_factory):
    """nginx before a site of its own; `site` is the site."""
    nginx.need()
    env = {"SITE_URL": f"https://{nginx.NAME}", "PROXY_SECRET": nginx.SECRET}
    with (
        SampleSite(tmp_path_factory.mktemp("site"), **env) as site,
        nginx.Nginx(tmp_path_factory.mktemp("nginx"), site.port) as proxy,
    ):
        proxy.site = site
        yield proxy

"""What the operator's monitor asks, on the machine itself: strangers are told no reasons."""

import json
import urllib.error

LOCAL = {"host": "127.0.0.1"}


def ready(client):
    """The answer of /readyz to Django's test client."""
    return client.get("/readyz", headers=LOCAL)


def told(client):
    """What it says."""
    return ready(client).json()


def told_by(site):
    """What that of a running site says, ready or not."""
    try:
        return json.loads(site.get("/readyz")[1])
    except urllib.error.HTTPError as error:
        return json.load(error)

"""What the tests of passkeys share: the addresses, enrolling by an invitation, the login."""

from tests.website.second_factor import INVITATION, NEW_PASSWORD, PAGE, open_invitation
from website.office.second_factor import invitations

OFFER, ASK, ENTER = "/admin/passkey/offer/", "/admin/passkey/ask/", "/admin/passkey/login/"
ADD = f"{PAGE}passkeys/add/"
NEW = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}


def invited_by(client, key, user):
    """From a new invitation to the recovery codes, with a passkey."""
    open_invitation(client, invitations.make(user))
    answer = key.create(client.post(OFFER, NEW).json())
    return client.post(f"{INVITATION}accept/", NEW | {"passkey": answer, "name": "办公室电脑"})


def enter(client, key, **asked):
    """Prove a passkey at the login."""
    answer = key.get(client.post(ASK).json(), **asked)
    return client.post(ENTER, {"passkey": answer, "next": "/admin/"})


def add(client, key, password="x", name="手机"):
    """Add a passkey on the page of one's own; the page that follows."""
    options = client.post(OFFER, {"password": password}).json()
    typed = {"password": password, "name": name, "passkey": key.create(options)}
    return client.post(ADD, typed, follow=True)

"""Articles as the office uploads them, and the worker beside it."""

import io
import zipfile

from django.urls import reverse

from statutes.services.recheck import Resumable
from transfer import office

UPLOAD = reverse("admin:transfer_articleimport_changelist")
MD = "---\nid: {id}\ntitle: {title}\narea: labor\nauthor: 林致远\n{more}---\n{body}\n"


def markdown(id="a1", title="工伤认定要多久才有结果？", body="看情况。", **more):
    """A file with front matter."""
    lines = "".join(f"{name}: {value}\n" for name, value in more.items())
    return MD.format(id=id, title=title, body=body, more=lines)


def zipped(members, **how):
    """The bytes of a ZIP of members by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, **how) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def upload(client, *files):
    """Post files by name and content."""
    sent = []
    for name, content in files:
        file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
        file.name = name
        sent.append(file)
    return client.post(UPLOAD, {"file": sent})


def work():
    """What the worker does at once."""
    Resumable(office.steps)()


def imported(client, *files, **chosen):
    """Upload, look, choose, confirm, import; the address of its page."""
    there = upload(client, *files).url
    work()
    client.post(there, {"confirm": "1", **chosen})
    work()
    return there


def page(client, address, **query):
    """The text of a page."""
    return client.get(address, query).content.decode()

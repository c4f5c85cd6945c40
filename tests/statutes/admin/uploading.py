"""Files of the law as the office uploads them."""

import io

from django.urls import reverse

UPLOAD = reverse("admin:statutes_statute_texts")


def upload(client, *files, **fields):
    """Post files by name and content."""
    sent = []
    for name, content in files:
        file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
        file.name = name
        sent.append(file)
    return client.post(UPLOAD, {"file": sent, **fields})

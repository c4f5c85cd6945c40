"""Posts with files as bytes, for what no honest browser would send."""

from io import BytesIO

BOUNDARY = "xYzZY"
KIND = f"multipart/form-data; boundary={BOUNDARY}"


def part(head, data):
    """One part under headers of any kind."""
    return b"--" + BOUNDARY.encode() + b"\r\n" + head + b"\r\n\r\n" + data + b"\r\n"


def field(name, value):
    """A typed field."""
    return part(f'Content-Disposition: form-data; name="{name}"'.encode(), str(value).encode())


def file(name, data, field_name="files"):
    """A chosen file under a name of any kind."""
    head = f'Content-Disposition: form-data; name="{field_name}"; filename="{name}"'
    return part(head.encode() + b"\r\nContent-Type: image/jpeg", data)


def body(fields, *parts, end=True):
    """The body of a post: typed fields and whatever parts."""
    typed = b"".join(field(name, value) for name, value in fields.items())
    return typed + b"".join(parts) + (f"--{BOUNDARY}--\r\n".encode() if end else b"")


def send(client, path, data, kind=KIND, length=None, **extra):
    """Post the bytes; `length` is what the sender says, true or not."""
    environ = {
        "PATH_INFO": path,
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(data) if length is None else length),
        "wsgi.input": BytesIO(data),
        **extra,
    }
    return client.request(**environ)

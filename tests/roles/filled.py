"""A form of the office as a browser would send it: every box as the page shows it."""

from html.parser import HTMLParser


class Boxes(HTMLParser):
    """The fields of all forms of a page that post; a file that was not chosen is left out."""

    def __init__(self, html):
        super().__init__()
        self.fields, self.area, self.select = {}, None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        name, value = known.get("name"), known.get("value") or ""
        if tag == "input" and name:
            self._input(known, name, value)
        elif tag == "textarea":
            self.area, self.fields[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in known:
            self.fields.setdefault(self.select, []).append(value)

    def _input(self, known, name, value):
        kind = known.get("type", "text")
        ticked = kind not in {"checkbox", "radio"} or "checked" in known
        if ticked and kind not in {"file", "submit", "button", "image"}:
            self.fields[name] = value or "on" if kind == "checkbox" else value

    def handle_endtag(self, tag):
        self.area = None if tag == "textarea" else self.area
        self.select = None if tag == "select" else self.select

    def handle_data(self, data):
        if self.area is not None:
            self.fields[self.area] += data


def filled(client, address) -> dict:
    """What the page holds, ready to be changed in one place and sent; {} where it has no form."""
    fields = Boxes(client.get(address).text).fields
    return {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"}

"""A page as somebody sees it who runs no script: what is named on it, and what pressing it does."""

from urllib.parse import urljoin

from bs4 import BeautifulSoup
from django.test import Client


def browser(user=None):
    """A client that needs the token of each form, as a real one does; logged in as `user`."""
    client = Client(enforce_csrf_checks=True)
    if user:
        client.force_login(user)
    return client


class Screen:
    """One page that was answered."""

    def __init__(self, client, response):
        self.client, self.response = client, response
        self.address = response.request["PATH_INFO"]
        content = b"" if response.streaming else response.content
        self.soup = BeautifulSoup(content, "html.parser")

    @classmethod
    def at(cls, client, address):
        """The page at an address; it has to be there."""
        response = client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        return cls(client, response)

    @property
    def text(self):
        """The words of its main part, without those of head, menu and foot."""
        return " ".join((self.soup.find("main") or self.soup).get_text(" ").split())

    def names(self, tag):
        """What stands on the buttons or links, but for those that only a script shows."""
        return [_said(one) for one in self.soup.find_all(tag) if not _is_hidden(one)]

    def field(self, label):
        """The field that a label names."""
        found = [one for one in self.soup.find_all("label") if _said(one).startswith(label)]
        assert found, f"no label {label}"
        inside = found[0].find(["input", "select", "textarea"])
        return inside or self.soup.find(id=found[0]["for"])

    def typed(self, label):
        """What stands in a field."""
        field = self.field(label)
        return field.get_text().strip("\n") if field.name == "textarea" else field.get("value", "")

    def press(self, button, **typed):
        """Press the button with these words, after typing into the fields of its form by label."""
        found = self._all(lambda one: one.name == "button" or one.get("type") == "submit")
        pressed = next((one for one in found if button in _called(one)), None)
        assert pressed, f"no button {button}"
        form = self._form_of(pressed)
        assert form["method"] == "post"
        data = _filled_in(form)
        for label, value in typed.items():
            field = self.field(label)
            assert self._form_of(field) is form, label
            data[field["name"]] = value
        if pressed.get("name"):
            data[pressed["name"]] = pressed["value"]
        action = urljoin(self.address, form.get("action") or "")
        return Screen(self.client, self.client.post(action, data, follow=True))

    def _form_of(self, element):
        named = element.get("form")
        return self.soup.find(id=named) if named else element.find_parent("form")

    def follow(self, link):
        """The page behind the link with these words."""
        found = next((one for one in self._all("a") if _said(one) == link), None)
        assert found, f"no link {link}"
        return Screen.at(self.client, urljoin(self.address, found["href"]))

    def _all(self, tag):
        return [one for one in self.soup.find_all(tag) if not _is_hidden(one)]


def _said(element):
    return element.get("aria-label") or " ".join(element.get_text().split())


def _called(button):
    """Its words, or where a page has many 保存 the value that it sends."""
    return {_said(button), button.get("value")}


def _is_hidden(element):
    return any(one.has_attr("hidden") for one in [element, *element.parents])


def _filled_in(form):
    """What a browser sends of a form that nobody has touched."""
    data = {}
    for field in form.find_all(["input", "select", "textarea"]):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or kind in {"file", "submit"}:
            continue
        if field.name == "textarea":
            data[name] = field.get_text().removeprefix("\n")
        elif field.name == "select":
            chosen = field.find_all("option", selected=True) or field.find_all("option")[:1]
            data[name] = [one.get("value", "") for one in chosen]
        elif kind not in {"checkbox", "radio"}:
            data.setdefault(name, []).append(field.get("value", ""))
        elif field.has_attr("checked"):
            data.setdefault(name, []).append(field.get("value", "on"))
    return data

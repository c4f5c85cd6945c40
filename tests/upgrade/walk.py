"""Walks a site that was upgraded, as everybody who comes to it, and prints what is wrong.

Run as a process of the code that is tried, in the environment of the site, with the file of facts
and who walks (everybody, if nobody is named). One line for each fault; the last line says how many
addresses were visited.
"""

import json
import os
import re
import sys
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

CLIENT = {"headers": {"host": "127.0.0.1"}, "raise_request_exception": False}
STAFF = ["咨询主管", "律师", "助理", "编辑", "admin"]


class Walk:
    """The addresses that were visited and the faults that were found."""

    def __init__(self, facts):
        self.facts, self.visited, self.faults = facts, 0, []

    def get(self, client, address, who, allowed=500):
        """The answer to a GET; a status from `allowed` on is a fault."""
        return self._note(client.get(address), address, who, allowed)

    def post(self, client, address, data, who):
        """The page that a POST leads to."""
        return self._note(client.post(address, data, follow=True), address, who, 400)

    def _note(self, answer, address, who, allowed):
        self.visited += 1
        if answer.status_code >= allowed:
            self.faults.append(f"{who}：{address} → {answer.status_code}")
        return answer

    def look_for(self, words, answer, who):
        """Words that have to stand on a page."""
        page = body(answer).decode(errors="replace")
        self.faults += [f"{who}：没有看到“{one}”" for one in words if one not in page]


def body(answer):
    """The whole answer, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def fixed():
    """Every address of the site that needs no argument, those of the office included."""
    from django.urls import get_resolver

    found = set(_names(get_resolver(), ""))
    return sorted(address for address in found if not set("<(") & set(address))


def _names(resolver, before):
    for one in resolver.url_patterns:
        route = before + re.sub(r"^\^|\\Z|\$$", "", str(one.pattern))
        if hasattr(one, "url_patterns"):
            yield from _names(one, route)
        else:
            yield f"/{route}"


def as_visitor(walk):
    """The fixed addresses, all that the sitemap names, an old one; what they show."""
    from django.test import Client

    client = Client(**CLIENT)
    for address in fixed():
        walk.get(client, address, "访客")
    for address in _of_sitemap(walk, client):
        walk.get(client, address, "访客", allowed=300)
    for address, words in walk.facts["shown"].items():
        walk.look_for([words], walk.get(client, address, "访客", allowed=300), "访客")
    led = client.get(walk.facts["old_address"])
    if led.status_code != 301:
        walk.faults.append(f"访客：旧网址 {walk.facts['old_address']} → {led.status_code}")
    for query in ("调岗", "民法典第五百零二条"):
        walk.get(client, f"/search/?q={query}", "访客", allowed=300)


def _of_sitemap(walk, client):
    index = body(walk.get(client, "/sitemap.xml", "访客", allowed=300)).decode()
    for file in _locations(index):
        yield from _locations(body(walk.get(client, file, "访客", allowed=300)).decode())


def _locations(xml):
    return [unquote(urlsplit(found).path) for found in re.findall(r"<loc>(.+?)</loc>", xml)]


def as_client(walk):
    """With the receipt code of then: the thread, the file in clear, the copy of everything."""
    from django.test import Client

    client, who = Client(**CLIENT), "咨询人"
    entry = {"action": "code", "code": walk.facts["code"]}
    page = walk.post(client, "/consult/thread/", entry, who)
    walk.look_for(walk.facts["thread"], page, who)
    files = re.findall(r'href="(/consult/thread/files/[^"]+)"', body(page).decode())
    answers = [walk.get(client, address, who, allowed=300) for address in files]
    if walk.facts["file"].encode() not in [body(answer) for answer in answers]:
        walk.faults.append(f"{who}：附件打不开，或者不是原来的内容")
    walk.post(client, "/consult/thread/copy/", {}, who)


def as_staff(walk, name):
    """Every list, form and history that somebody may open, and one of each kind that they name."""
    from django.contrib.auth import get_user_model
    from django.test import Client
    from django.urls import resolve

    from tests.website.desk_walk import links, starts

    client = Client(**CLIENT)
    user = get_user_model().objects.get(username=name)
    client.force_login(user)
    waiting, kinds = dict.fromkeys(starts(), True), {"logout"}  # whether it is one of the starts
    seen = set()
    while waiting:
        address, is_start = waiting.popitem()
        kind = resolve(address).url_name
        seen.add(address)
        if kind in kinds and not is_start:
            continue
        kinds.add(kind)
        answer = walk.get(client, address, name)
        if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
            found = set(links(body(answer).decode(), address)) - seen - set(waiting)
            waiting |= dict.fromkeys(sorted(found), False)


def as_lawyer(walk):
    """The way of the lawyer in charge: password, consultation with all that lies in it, file."""
    from django.test import Client

    client, who = Client(**CLIENT), "负责的律师"
    known = {"username": "律师", "password": walk.facts["password"]}
    walk.post(client, "/admin/login/?next=/admin/", known, who)
    address = f"/admin/consult/consultation/{walk.facts['consultation']}/change/"
    page = walk.get(client, address, who, allowed=300)
    walk.look_for(walk.facts["desk"], page, who)
    files = re.findall(r'href="([^"]*/files/[^"]+)"', page.content.decode())
    answers = [walk.get(client, urljoin(address, path), who, allowed=300) for path in files]
    if walk.facts["file"].encode() not in [body(answer) for answer in answers]:
        walk.faults.append(f"{who}：附件打不开，或者不是原来的内容")


PEOPLE = {
    "visitor": as_visitor,
    "client": as_client,
    "lawyer": as_lawyer,
    "staff": lambda walk: [as_staff(walk, name) for name in STAFF],
}


def main(file, *people):
    """Walk as each of them, and print."""
    walk = Walk(json.loads(Path(file).read_text("utf-8")))
    for name in people or PEOPLE:
        PEOPLE[name](walk)
    sys.stdout.write("\n".join([*walk.faults, str(walk.visited)]) + "\n")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "website.settings")
    django.setup()
    main(*sys.argv[1:])

"""The start page of the office: common jobs, what is left before opening."""

import tomllib
from pathlib import Path
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from firm.models.firm import ONLY_ROW
from richtext.core.editor import WRITERS
from website.base import backup_state
from website.office import doors
from website.templatetags.office_tags import RIGHTS

MOST_JOBS = 4
ASK = "请运维人员查看日志，运行manage.py backup。"
_DATA = tomllib.loads(Path(__file__).with_name("start_page.toml").read_text("utf-8"))
# Right, words, picture in img/office.svg, name of the address, what follows it. Of two with the
# same words the first counts: who publishes goes on with anybody's draft, others with their own.
JOBS: list[list[str]] = _DATA["jobs"]
# Group, then what is in it: the name of a record or of an address, what it is called, its picture.
GROUPS: list[tuple[str, list[list[str]]]] = list(_DATA["groups"].items())
MORE = GROUPS[-1][0]  # folded in the menu
# Addresses that are no list of records: any of these rights opens one.
PAGES: dict[str, list[str]] = {
    **_DATA["pages"],
    "admin:pictures": WRITERS,
    "admin:heads": ["firm.change_sitesettings", *RIGHTS.values()],
}
OTHERS = "其他"


def jobs_for(user) -> list[dict]:
    """The common jobs that a person may do: buttons with words, a picture, where they lead."""
    found: dict[str, dict] = {}
    own = getattr(user, "lawyer", None)
    keys = {"firm_sitesettings_change": ONLY_ROW, "firm_lawyer_change": own and own.pk}
    for right, label, icon, name, rest in JOBS:
        if label not in found and user.has_perm(right) and keys.get(name, True):
            args = [keys[name]] if name in keys else []
            address = reverse(f"admin:{name}", args=args) + rest
            found[label] = {"label": label, "icon": icon, "address": address}
    return list(found.values())[:MOST_JOBS]


def health(user) -> tuple[list[tuple[str, str, str]], str]:
    """For who looks after the site: alarms, and when the last good backup was made."""
    if not user.has_perm("firm.change_sitesettings"):
        return [], ""
    worries, line = doors.dear(), ""
    if backup_state.is_set():
        made = backup_state.last()
        moment = made and date_format(timezone.localtime(made), "Y年n月j日 H:i")
        if made is None:
            worries.append(f"已经设置了每日备份，但是还没有一份完整的备份：{ASK}")
        elif timezone.now() - made > backup_state.LATE:
            worries.append(f"最近一次完整的备份是{moment}，已经超过两天：{ASK}")
        else:
            line = f"最近一次完整的备份：{moment}。"
    return [(words, "", "") for words in worries], line


class Section(NamedTuple):
    """One kind of work: its page, and the form for something new; "" for what one may not open."""

    name: str
    icon: str
    address: str
    add: str


def grouped(app_list, user) -> list[tuple[str, list[Section]]]:
    """What a person may see, by groups. Unnamed ones are last."""
    # Of each record or page its name, the address of its list and that of its form.
    known: dict[str, tuple] = {}
    for app in app_list:
        for model in app["models"]:
            if model["admin_url"] or model["add_url"]:
                where = (model["admin_url"] or "", model["add_url"] or "")
                known[f"{app['app_label']}.{model['object_name']}"] = (model["name"], *where)
    for name, rights in PAGES.items():
        if any(map(user.has_perm, rights)):
            known[name] = ("", reverse(name), "")
    groups = [
        (title, [Section(*said, *known.pop(key)[1:]) for key, *said in rows if key in known])
        for title, rows in GROUPS
    ]
    groups.append((OTHERS, [Section(name, "", *where) for name, *where in known.values()]))
    return [(title, rows) for title, rows in groups if rows]


def here(groups, path: str) -> str:
    """The address in the menu that a page belongs to; of several the one that says most."""
    held = [row.address for _, rows in groups for row in rows if row.address in path]
    return max(held, key=len, default="")

"""What is posted to each address: what would be done there, if whoever posts it were let."""

from datetime import timedelta

from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils import timezone

from consult.admin import page as desk_page
from consult.services import batches, print_of
from consult.services.desk import state_of
from firm.models import PracticeArea
from firm.site.records import current_notice
from tests.consult.posting import good_post, reply_token, token
from tests.consult.registering import call
from tests.roles.addresses import ASKED, Address, example, patterns
from tests.roles.filled import filled

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()
NEW, CHANGED, VIEWS = (ASKED[name] for name in ("new", "changed", "views"))
SURE = {"post": "yes"}


def lines(world, boss) -> list[Address]:
    """Every line that the table has to have; `boss` is a browser that sees every form."""
    found = []
    for pattern in patterns():
        path = example(pattern, world)
        data = SENT[pattern](world) if pattern in SENT else _form(pattern, path, boss, world)
        found.append(Address(pattern, path, data=data))
        for about, query in VIEWS.get(pattern, {}).items():
            found.append(Address(pattern, path + query.format(**world.values), about))
        for about, more in _buttons(pattern, world, boss, path):
            found.append(Address(pattern, path, about, more, is_button=True))
    return found


def _form(pattern, path, boss, world):
    """What makes, changes or deletes a record of the office; nothing for another page."""
    parts = pattern.split("/")
    if pattern == "admin/people/<int:pk>/":
        return filled(boss, path) | {"name": "新名", "email": "he@example.com"}
    kind, page = ".".join(parts[1:3]), parts[-2] if len(parts) > 3 else ""
    if parts[0] != "admin" or kind not in {model._meta.label_lower for model in _models()}:
        return {}
    if page == "add":
        known = {"area": _pk(world, "firm.practicearea"), "author": _pk(world, "firm.lawyer")}
        return filled(boss, path) | known | NEW.get(kind, {})
    if page == "change":
        return filled(boss, path) | CHANGED.get(kind, NEW.get(kind, {}))
    return SURE if page == "delete" else {}


def _models():
    return admin.site._registry


def _buttons(pattern, world, boss, path):
    """The buttons of a page that are asked one by one, and the actions of a list."""
    if pattern == "admin/consult/consultation/<path:object_id>/change/":
        yield from _desk(world)
    elif pattern == "admin/consult/consultation/bulk/":
        yield from _many(world)
    elif pattern == "admin/articles/article/<path:object_id>/change/":
        form = filled(boss, path) | NEW["articles.article"]
        yield from ((button, form | {button: "on"}) for button in ("_submit", "_publish"))
    for model, page in _models().items():
        if pattern == f"admin/{model._meta.app_label}/{model._meta.model_name}/":
            ticked = [str(_pk(world, model._meta.label_lower)), *world.also_ticked(model)]
            for action in _actions(page, world):
                sure = {**SURE, "merge": "on", "kept": ticked[0], **_asked_of_many(world)}
                yield action, {"action": action, "_selected_action": ticked, **sure}


def _asked_of_many(world):
    """What a page asks before it does something to many articles, and its answer."""
    area = PracticeArea.objects.exclude(pk=_pk(world, "firm.practicearea")).first()
    return {"confirmed": "on", "area": str(area and area.pk), "add": "新标签"}


def _actions(page, world):
    request = HttpRequest()
    request.user = world.accounts["superuser"]
    request.GET = {}
    return page.get_actions(request)


def _desk(world):
    """The buttons of the page of a consultation, with what they need."""
    asked = world.records["consult.consultation"]
    ids = world.values
    opened = {"token": reply_token(asked), "text": "新的话", "note": "新的话"}
    needed = {
        "withdraw": {"message": ids["reply"]},
        "canned": {"canned": _pk(world, "consult.cannedreply")},
        "article": {"article": _pk(world, "articles.article")},
        "take_over": {"draft": ids["draft"]},
        "drop_aside": {"draft": ids["draft"]},
        **dict.fromkeys(("hit_same", "hit_other"), {"hit": ids["hit"]}),
        "facts": {"state": state_of([]), "name_0": "岗位", "value_0": "店员"},
        "save": {"token": token()},
        "note": {"note": "新的话", "token": token()},
        "limitation": {"limitation_on": "2027-03-01"},
        "follow_up": {"on": SOON, "why": "问收到没有"},
        "outcome": {"outcome": "engaged"},
        "source": {"source": "phone"},
        "hand_over": {
            "to": world.accounts["foreign"].pk,
            "seen": asked.assignee_id or "",
            "handing_note": "请接手",
            "token": token(),
        },
        "assign": {"assignee": world.accounts["foreign"].pk},
        "share": {"people": [world.accounts["assistant"].pk]},
        "find": {"find": "工资"},
        "correct": {
            "name": "甲甲暗记小满",
            "area": _pk(world, "firm.practicearea"),
            "seen": print_of(world.records["consult.consultation"])[0],
        },
    }
    for button in desk_page.BUTTONS:
        yield button, {"action": button, **opened, **needed.get(button, {})}
    for part in desk_page.PARTS:  # each of the forms that are saved together, by itself
        yield f"save {part}", {"action": "save", **needed[part]}


def _many(world):
    """Each act on the consultations that are ticked, sent by the page that asks."""
    ticked = {"chosen": [_pk(world, "consult.consultation")], "confirmed": "on", "token": "t"}
    answer = {"to": world.accounts["foreign"].pk, "on": SOON}
    for act in batches.ACTIONS:
        yield act.value, {"act": act.value, **ticked, **answer}


def _pk(world, kind):
    return world.records[kind].pk


def _warning(world):
    """An open warning, ticked."""
    reply = world.records["consult.cannedreply"]
    print_of = reply.citations.open().first().fingerprint
    return {"chosen": [f"consult.cannedreply:{reply.pk}|{print_of}"], "note": ""}


SENT = {
    "consult/": lambda world: good_post(area=_pk(world, "firm.practicearea")),
    "tools/<slug:name>/": lambda world: {"kind": "labour", "filed": "2026-11-30"},
    "consult/begin/": lambda world: {"question": "工资"},
    "consult/facts/": lambda world: {"area": _pk(world, "firm.practicearea")},
    "consult/suggest/": lambda world: {"question": "工资"},
    "consult/thread/": lambda world: {"action": "message", "text": "补充", "token": token()},
    "consult/thread/erase/": lambda world: {"sure": "on"},
    "consult/thread/rating/": lambda world: {"value": "helped"},
    "consult/thread/publication/": lambda world: {"notice": current_notice().pk},
    "type/": lambda world: {"size": "large", "next": "/"},
    "admin/login/": lambda world: {"username": "nobody", "password": "wrong"},
    "admin/law-review/": _warning,
    "admin/opening/areas/": lambda world: {"areas": ["labour"], "knowingly": "on"},
    "admin/opening/confirm/<int:pk>/": lambda world: {"read": "on"},
    "admin/transfer/articleimport/<int:pk>/": lambda world: {"confirm": "1"},
    "admin/consult/consultation/register/": lambda world: call(
        area=_pk(world, "firm.practicearea"), sensitive_consent="on"
    ),
    "admin/consult/consultation/appointments/": lambda world: {
        **{"action": "save", "hours-一": ["9:00", "12:00"], "hours-on": ["一"], "way": "any"},
        **{"exceptions-day": ["2099-01-01"], "exceptions-on": ["0"]},
        "exceptions-0": ["9:00", "9:30"],
        **{"length": "30", "gap": "0", "lead": "120"},
    },
    # Without a button: some forms of the page carry their act, and the last one would be sent.
    "admin/consult/consultation/<path:object_id>/change/": lambda world: {"text": "新的话"},
    "admin/consult/consultation/search/": lambda world: {"text": "甲甲暗记小明"},
    "admin/consult/consultation/<path:object_id>/conflict/": lambda world: {
        "decision": "allowed",
        "reason": "查过",
    },
    "admin/consult/consultation/<path:object_id>/article/": lambda world: {
        "action": "save",
        "question": "写了一半的公开稿",
    },
    "consult/thread/article/": lambda world: {"verdict": "agreed"},
    "admin/consult/consultation/<path:object_id>/draft/": lambda world: {
        "text": "新的草稿",
        "token": reply_token(world.records["consult.consultation"]),
    },
    "admin/consult/consultation/<path:object_id>/articles/": lambda world: {"find": "工资"},
    "admin/consult/knownparty/search/": lambda world: {"name": "丁丁暗记公司"},
    "admin/articles/article/kept/": lambda world: {"page": "a" * 32, "title": "写了一半"},
    "admin/articles/article/<int:pk>/kept/": lambda world: {"page": "a" * 32, "title": "写了一半"},
    "admin/forgotten/": lambda world: {"email": "somebody@example.com"},
    "admin/people/": lambda world: {
        "name": "吴桐",
        "email": "wu@example.com",
        "posts": [Group.objects.get(name="编辑").pk],
    },
    "admin/password_change/": lambda world: {
        "old_password": "x",
        "new_password1": "kV7-orange-lamp-91",
        "new_password2": "kV7-orange-lamp-91",
    },
}

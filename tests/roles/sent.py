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
from tests.roles.addresses import Address, example, patterns
from tests.roles.filled import filled

SOON = (timezone.localdate() + timedelta(days=9)).isoformat()
# What makes a new record of a kind, put into its empty form.
NEW = {
    "firm.office": {"name": "分所", "address": "新址"},
    "firm.lawyer": {"name": "新律师", "slug": "new", "licence_number": "1" * 17},
    "firm.practicearea": {"name": "新领域", "slug": "new-area"},
    "firm.page": {"title": "新页面", "slug": "new-page", "body": "<p>新</p>"},
    "firm.specialday": {"date": "2027-05-02", "kind": "closed"},
    "consult.areafact": {"name": "岗位", "kind": "text"},
    "consult.cannedreply": {"title": "新答复", "text": "您好。"},
    "consult.knownparty": {"name": "云澜示例实业有限公司", "role": "client"},
    "articles.article": {"title": "新问题怎么办？", "body": "<p>新</p>"},
    "articles.tag": {"name": "新标签"},
    "redirects.redirect": {"old_path": "/new.html", "new_path": "/contact/"},
    "statutes.statute": {"name": "新法", "short_name": "新法", "effective_from": "2026-01-01"},
    "statutes.renamedcrime": {
        "old_name": "甲罪",
        "new_name": "乙罪",
        "citation": "《示例法》第一条",
    },
    "calculators.parameter": {
        **{"value": "2", "unit": "年", "above": "0", "order": "9", "sub": "0", "clause": "0"},
        **{"item": "0", "valid_from": "2021-01-01", "about": "新"},
        "short_name": "示例法",
        "number": "1",
    },
    "calculators.regionalfigure": {
        "kind": "region.wage",
        "region": "云澜市",
        "year": "2025",
        "value": "9000",
        "source": "云澜市统计局",
        "checked_on": "2026-11-24",
    },
    "calculators.lendingrate": {
        "valid_from": "2026-11-20",
        "value": "3.00",
        "source": "全国银行间同业拆借中心",
        "checked_on": "2026-11-24",
    },
    "auth.user": {
        "username": "new",
        "password1": "kV7-orange-lamp-91",
        "password2": "kV7-orange-lamp-91",
    },
    "auth.group": {"name": "新岗位"},
}
# What is changed in a record, where it is not the same.
CHANGED = {
    "firm.page": {"title": "改过的标题"},
    "firm.sitesettings": {"city": "南京"},
    "calculators.toolchoice": {"shown": ["court-fee"]},
    "auth.user": {"last_name": "新"},
    "statutes.tableversion": {"version": "2026-11-25"},
    "statutes.statutearticle": {"text": "改过的话。"},
    "statutes.statute": {"note": "新的备注"},
}
SURE = {"post": "yes"}
# Other views of a page, by their query.
VIEWS = {
    "admin/consult/consultation/": {"all": "?work=all", "found": "?q={ours}"},
    "admin/articles/article/add/": {"odd time": "?publish_at=x"},
    "admin/articles/article/<path:object_id>/change/": {"no field": "?_to_field="},
    "admin/articles/article/": {"popup": "?_popup=1&_to_field="},
    "admin/firm/practicearea/add/": {"popup": "?_popup=1"},
    "admin/firm/lawyer/<path:object_id>/change/": {"popup": "?_popup=1&_to_field=id"},
    "admin/autocomplete/": {
        "articles": "?app_label=articles&model_name=relatedlink&field_name=target&term="
    },
}


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

"""How objects talk: nobody pins on another object what its class knows nothing of.

Such an attribute is a global variable in disguise: who reads it cannot tell who set it, and when.
"""

import ast

import pytest
from django.apps import apps

from tests.test_rules import MODULES, named, nodes

# What libraries let be set from outside, by the names of their own attributes.
LIBRARIES = {
    *("widget", "queryset", "required", "initial", "choices", "help_text"),  # fields of forms
    *("label_from_instance", "modified"),  # of a field, of a session
    *("compress_type", "external_attr", "mode", "members"),  # of a ZIP's or a tape's parts
    *("keywords", "comments", "language", "underline"),  # of a document of Word
    *("daemon", "msg", "args"),  # of a thread, of a line of a log
    *("status_code", "_has_been_logged"),  # of an answer: Django has no hook for the second
    *("__str__", "__name__", "_boolean_icon"),  # of Django, which has no hook there
    "Diff_Timeout",  # of diff-match-patch
    "otp_device",  # of an account, by which django-otp's login handler marks the session
}


def fields():
    """The names of all fields of all models."""
    found = (field for model in apps.get_models() for field in model._meta.get_fields())
    return {getattr(field, part, "") for field in found for part in ("name", "attname")}


def declared():
    """What some class of ours names in its body, or sets on its own `self`."""
    classes = (node for path in MODULES for node in nodes(path) if isinstance(node, ast.ClassDef))
    return {name for node in classes for name in (*_in_body(node), *_on_self(node))}


def _in_body(node):
    targets = (target for part in node.body for target in getattr(part, "targets", [part]))
    names = (getattr(target, "target", target) for target in targets)
    return [name.id for name in names if isinstance(name, ast.Name)]


def _on_self(node):
    return [one.attr for one in ast.walk(node) if _is_set(one) and ast.unparse(one.value) == "self"]


def _is_set(node):
    return isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)


def _set_by_name(node):
    """Whether it is a `setattr` of a request or an `obj`."""
    calls = isinstance(node, ast.Call) and ast.unparse(node.func) == "setattr"
    return calls and _last(node.args[0]) in {"request", "obj"}


def _last(node):
    return ast.unparse(node).split(".")[-1]


def pinned(found, columns, known):
    """What is set on a request, on `obj` without a column, or anywhere without a class for it."""
    for node in found:
        if _set_by_name(node):
            yield ast.unparse(node)
        elif _is_set(node) and ast.unparse(node.value) not in {"self", "cls"}:
            allowed = {"request": set(), "obj": columns}.get(_last(node.value), known)
            if node.attr not in allowed:
                yield ast.unparse(node)


@pytest.fixture(scope="module")
def rule():
    """`pinned` with all that may be set."""
    columns = fields()
    known = columns | declared() | LIBRARIES
    return lambda found: list(pinned(found, columns, known))


def test_nobody_pins_an_attribute_on_what_knows_nothing_of_it(rule):
    assert [(named(path), one) for path in MODULES for one in rule(nodes(path))] == []


@pytest.mark.parametrize(
    ("code", "is_wrong"),
    [
        ("request.said = 'x'", True),
        ("self.request.refused = error", True),
        ("desk.request.user = nobody", True),
        ("for request.row in rows: pass", True),
        ("setattr(request, name, 1)", True),
        ("obj.refused = error", True),  # a class has one, but no model a column
        ("link.is_so_odd: bool = True", True),
        ("with door as article.opened_door: pass", True),
        ("obj.is_published = False", False),
        ("article.state = State.DRAFT", False),
        ("self.refused = error", False),
        ("request.session.modified = True", False),
    ],
)
def test_what_is_pinned_is_found(rule, code, is_wrong):
    assert bool(rule(ast.walk(ast.parse(code)))) == is_wrong

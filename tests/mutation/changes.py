"""Small faults that could have been written by mistake: what each function of a file might say."""

import ast
import copy
import os
from dataclasses import dataclass

OTHERS = {
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.BitAnd: [ast.BitOr],
    ast.BitOr: [ast.BitAnd],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}
STEPS = {"filter", "exclude", "order_by", "distinct", "select_for_update", "strip", "lower"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass
class Change:
    """A function as it might have been written: `tree`; `lines` are those of the place changed."""

    name: str
    tree: ast.AST
    lines: range
    words: str


def changes(source: str):
    """All changes of the functions of a module, one after the other."""
    for name, function in _functions(ast.parse(source)):
        yield Change(name, copy.deepcopy(function), _lines(function), "")
        count = len(_places(function))
        for place in range(count):
            for number in range(len(_variants(_places(function)[place][0]))):
                yield _changed(name, function, place, number)


def _functions(tree, before=""):
    """The functions of a module and the methods of its classes, by qualified name."""
    for node in tree.body:
        if isinstance(node, FUNCTIONS):
            yield before + node.name, node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{before}{node.name}.")


def _places(function):
    """The nodes of a function that can be changed, each with the statement it is part of."""
    return list(_walk(function, function))


def _walk(node, statement):
    for name, value in ast.iter_fields(node):
        if name in {"decorator_list", "returns", "annotation"}:
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _is_docstring(child):
                inside = child if isinstance(child, ast.stmt) else statement
                yield child, inside
                yield from _walk(child, inside)


def _is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _changed(name, function, place, number):
    tree = copy.deepcopy(function)
    node, statement = _places(tree)[place]
    lines = _lines(statement)
    before = ast.unparse(statement)
    _variants(node)[number]()
    return Change(name, tree, lines, _difference(before, ast.unparse(statement)))


def _lines(statement):
    """The lines of a statement, or of the head of one that holds others but functions."""
    body = None if isinstance(statement, FUNCTIONS) else getattr(statement, "body", None)
    end = max(statement.lineno, body[0].lineno - 1) if body else statement.end_lineno
    return range(statement.lineno, end + 1)


def _difference(before, after):
    """What was written, and what stands there now, with some words around it."""
    start = len(os.path.commonprefix([before, after]))
    common = len(os.path.commonprefix([before[start:][::-1], after[start:][::-1]]))
    old, new = before[start : len(before) - common], after[start : len(after) - common]
    left, right = before[max(0, start - 50) : start], before[len(before) - common :][:30]
    return " ".join(f"{left}[{old} -> {new}]{right}".split())


def _variants(node):
    """What may become of a node: functions that change it where it stands."""
    found = VARIANTS.get(type(node))
    return [*(found(node) if found else ()), *_emptied(node)]


def _emptied(node):
    """The node without one of its keyword arguments, conditions or elements."""
    for name in ("keywords", "ifs") + (("elts",) if isinstance(node, (ast.List, ast.Set)) else ()):
        items = getattr(node, name, [])
        if name == "keywords" and _is_step(node) and len(items) + len(node.args) == 1:
            continue  # it goes as a whole
        yield from ((lambda items=items, at=at: items.pop(at)) for at in range(len(items)))


def _become(node, other):
    """A function that makes a node another one, in its place."""

    def change():
        fields = {**vars(other), "lineno": node.lineno, "end_lineno": node.end_lineno}
        node.__class__ = other.__class__
        node.__dict__.clear()
        node.__dict__.update(fields)

    return change


def _compare(node):
    for at, op in enumerate(node.ops):
        for other in OTHERS[type(op)]:
            yield lambda at=at, other=other: node.ops.__setitem__(at, other())


def _operator(node):
    for other in OTHERS.get(type(node.op), ()):
        yield lambda other=other: setattr(node, "op", other())


def _boolean(node):
    yield from _operator(node)
    for at in range(len(node.values)):
        if len(node.values) > 2:
            yield lambda at=at: node.values.pop(at)
        else:
            yield _become(node, node.values[1 - at])


def _constant(node):
    value = node.value
    if isinstance(value, bool):
        yield lambda: setattr(node, "value", not value)
    elif isinstance(value, int):
        yield lambda: setattr(node, "value", value + 1)
    elif isinstance(value, str) and value.isascii():
        yield lambda: setattr(node, "value", f"{value}X")


def _decided(node):
    for value in (True, False):
        yield lambda value=value: setattr(node, "test", ast.Constant(value))


def _is_step(node):
    function = getattr(node, "func", None)
    return isinstance(function, ast.Attribute) and function.attr in STEPS


def _call(node):
    if _is_step(node):
        yield _become(node, node.func.value)
        if len(node.args) > 1 or (node.args and node.keywords):
            yield from ((lambda at=at: node.args.pop(at)) for at in range(len(node.args)))


def _dropped(node):
    yield _become(node, ast.Pass())


def _assigned(node):
    if not isinstance(node.targets[0], (ast.Name, ast.Tuple)):
        yield from _dropped(node)


def _returned(node):
    if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
        yield lambda: setattr(node, "value", ast.Constant(None))


def _handled(node):
    yield lambda: setattr(node, "body", [ast.Raise(None, None)])


VARIANTS = {
    ast.Compare: _compare,
    ast.BoolOp: _boolean,
    ast.BinOp: _operator,
    ast.AugAssign: _dropped,
    ast.UnaryOp: lambda node: [_become(node, node.operand)],
    ast.Constant: _constant,
    ast.If: _decided,
    ast.IfExp: _decided,
    ast.Call: _call,
    ast.Expr: _dropped,
    ast.Raise: _dropped,
    ast.Assign: _assigned,
    ast.Return: _returned,
    ast.ExceptHandler: _handled,
}

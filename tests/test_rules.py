"""What holds for all code and templates: mail, network, stored files, foreign hosts, words."""

import ast
import hashlib
import re
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import FileField

ROOT = Path(__file__).parent.parent
GROUND = {"firm", "outbox", "statutes"}
BELOW = {
    "website": GROUND | {"articles", "calculators", "consult", "transfer"},
    "transfer": GROUND | {"articles", "calculators", "consult"},
    "consult": GROUND | {"articles", "calculators"},
    "articles": GROUND | {"calculators"},
    "calculators": GROUND,
    "firm": set(),
    "outbox": set(),
    "statutes": set(),
    "richtext": set(),
}
MODULES = sorted(
    path for app in BELOW for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
)
TABLES = sorted(path for app in BELOW for path in (ROOT / app).rglob("*.toml"))
VENDOR = Path(__file__).parent.parent / "static" / "vendor"
FOLDERS = sorted(path for path in VENDOR.iterdir() if path.is_dir())
# A habit, and what is said instead; a new one is a line here.
HABITS = {
    "等着急的事|家里的事|生意上的事": "the kind of matter: 紧急情况, 家庭、劳动和经营",
    "写下来问|要找的问题|点开姓名": "the act: 在线咨询, 搜索, 点姓名",
    "点击(这里|此处)|点这里": "what the link leads to",
    "已经[^。，；]{0,6}好了": "已……",
    "多半|搜一搜|看一看|换几个字": "可能, 搜索, 查看, 换个关键词",
    "没有收下|看不懂": "未能上传, 未接收, 无法识别",
    "怕被|什么都不留|先复制下来|以下看情况": "担心……的, 不留联系方式, 请先复制保存, 以下按需",
    "看完请点“离开|点“删除”以后": "what the button does",
    "核对到": "核对至",
    "新的在前": "按时间排列",
    "可以删除后": "保留事由消除后",
    "照样|着急|怎么走|有点忙|没有办成|存上": "同样, 紧急, 交通指引, 繁忙, 操作未完成, 保存",
    "过一会儿|看一眼|看看|试一试": "稍后, 查看, 测试",
    "管网站的人|自己人": "运维人员, 本所人员",
    "打不开|认得出|没法|读不懂|一模一样": "无法打开, 能识别, 无法, 相同",
    "太(大|长|短|早|晚|频繁|笼统)": "过大, 过长",
    "什么都没有改动|不用注册|改一次处处": "没有任何改动, 无需注册, 统一更新",
}  # fmt: skip
HABIT = re.compile("|".join(HABITS))
# The words by which a check of articles knows a link that says nothing; and those that visitors
# type for a page.
QUOTES_OTHERS = {"articles/quality/whole.py", "firm/site/name_search.py"}
WRITTEN = sorted((ROOT / "templates").rglob("*.*")) + sorted((ROOT / "static/js").rglob("*.js"))


@cache
def nodes(path):
    """Every node of the syntax tree of a module, which is parsed once for all tests."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


@cache
def imports(path):
    """Every dotted name that a module imports, wherever the statement stands."""
    return list(_imports(path))


def _imports(path):
    package = path.relative_to(ROOT).with_suffix("").parts
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = [*package[: -node.level]] if node.level else []
            source = ".".join([*start, *filter(None, [node.module])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def named(path):
    return str(path.relative_to(ROOT))


def app_of(path):
    return path.relative_to(ROOT).parts[0]


def who_imports(*packages):
    """The modules that import one of the packages."""
    wanted = set(packages)
    return {
        named(path)
        for path in MODULES
        if any({name, *_parents(name)} & wanted for name in imports(path))
    }


def _parents(name):
    parts = name.split(".")
    return {".".join(parts[:end]) for end in range(1, len(parts))}


def test_mail_leaves_through_the_outbox_alone():
    """The other one is the backend that Django hands to it."""
    assert who_imports("django.core.mail") == {"outbox/channels/mail.py", "consult/mail_server.py"}


def test_nothing_reaches_for_the_network_but_the_outbox():
    """`serving/` and `bootstrap.py` only ask the site itself whether it is up."""
    network = who_imports("requests", "urllib.request", "http.client", "httpx", "urllib3")
    allowed = ("outbox/", "website/operations/serving/", "website/bootstrap.py")
    assert not [name for name in network if not name.startswith(allowed)]


def test_no_code_asks_a_stored_file_or_the_picture_storage_for_a_path():
    fields = {
        field.name
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, FileField)
    }
    wanted = fields | {"default_storage"}
    asked = {named(path) for path in MODULES for name in _paths_asked(path) if name in wanted}
    assert {"portrait", "map_image"} <= fields
    assert not asked


def _paths_asked(path):
    """The names left of a `.path`: `lawyer.portrait.path` gives `portrait`."""
    for node in nodes(path):
        if isinstance(node, ast.Attribute) and node.attr == "path":
            yield getattr(node.value, "attr", getattr(node.value, "id", ""))


def templates_named(path):
    """The templates that a module names."""
    constants = (node.value for node in nodes(path) if isinstance(node, ast.Constant))
    texts = (value for value in constants if isinstance(value, str))
    return [value for value in texts if value.endswith((".html", ".txt"))]


def test_ground_floor_and_articles_know_no_template_of_the_top():
    """A page of one app is rendered from its own templates, the shared ones or its includes."""
    others = {
        app: tuple(f"{name}/" for name in BELOW if name not in {app, *BELOW[app]}) for app in BELOW
    }
    pairs = [(path, name) for path in MODULES for name in templates_named(path)]
    assert len(pairs) > 50
    assert [(named(p), name) for p, name in pairs if name.startswith(others[app_of(p)])] == []


OTHER_ORDER = {"get_full_name", "get_short_name", "first_name", "last_name"}


def test_one_module_puts_the_names_of_the_staff_in_order():
    """Django's own way is 名 before 姓, with a blank between them."""
    asked = {
        named(path)
        for path in MODULES
        for node in nodes(path)
        if isinstance(node, ast.Attribute) and node.attr in OTHER_ORDER
    }
    assert asked == {"firm/base/people.py"}
    templates = [path for path in (ROOT / "templates").rglob("*") if path.is_file()]
    texts = [(path, path.read_text(encoding="utf-8")) for path in templates]
    assert len(texts) > 100
    assert [str(path) for path, text in texts if any(name in text for name in OTHER_ORDER)] == []


def test_nothing_is_kept_in_a_cache_that_nodes_would_have_to_share():
    """What several machines have to know is a row (docs/decisions/0057-operation.md)."""
    using = [named(path) for path in MODULES if any("core.cache" in one for one in imports(path))]
    assert using == []


def of_kind(pattern, *folders):
    places = [path for folder in folders for path in (ROOT / folder).rglob(pattern)]
    return sorted(path for path in places if not {"migrations", "__pycache__"} & set(path.parts))


TEMPLATES = of_kind("*.html", "templates") + of_kind("*.txt", "templates")
PUBLIC = [path for path in TEMPLATES if "admin" not in path.parts]
STYLES = of_kind("*.css", "static")
INLINE = [
    r"<script\b(?![^>]*\ssrc=)(?![^>]*application/ld\+json)[^>]*>",
    r"<style\b|\sstyle\s*=|javascript:",
    r"<[^>]*\son[a-z]+\s*=",
]
FOREIGN_TAG = r"<(?!a\b)[a-z]+\b[^>]*\s(?:src|srcset|href|action)=\"(?:https?:)?//"
FOREIGN_STYLE = r"(?:url\(|@import)\s*[\"']?(?:https?:)?//"


def places(pattern, paths):
    """Each place in the of_kind that a pattern finds."""
    assert paths
    wanted = re.compile(pattern, re.IGNORECASE)
    texts = ((path, path.read_text(encoding="utf-8")) for path in paths)
    return [(named(path), match[0]) for path, text in texts for match in wanted.finditer(text)]


def test_public_templates_hold_no_inline_style_script_or_handler():
    for pattern in INLINE:
        assert places(pattern, PUBLIC) == []


def test_nothing_is_loaded_from_a_foreign_host():
    assert places(FOREIGN_TAG, TEMPLATES) == []
    assert places(FOREIGN_STYLE, STYLES) == []


def test_no_template_marks_text_as_safe():
    """Only tags that clean or escape may do that, in Python where it is reviewed."""
    risky = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off")
    assert not [named(p) for p in PUBLIC if p.suffix == ".html" and risky.search(p.read_text())]


def sums(folder):
    """The SHA-256 of each file as its VERSION tells."""
    told = (folder / "VERSION").read_text(encoding="utf-8")
    return {name: digest for digest, name in re.findall(r"^([0-9a-f]{64})  (\S+)$", told, re.M)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_file_of_others_is_the_one_that_was_taken(folder):
    files = {path.name for path in folder.iterdir()} - {"VERSION"}
    assert "LICENSE" in files
    found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in files}
    assert found == sums(folder)


def texts(path):
    """The strings of a module, without its docstrings, or the text of any other file."""
    if path.suffix != ".py":
        return [path.read_text(encoding="utf-8")]
    strings = (node.value for node in nodes(path) if isinstance(node, ast.Constant))
    return [text for text in strings if isinstance(text, str)]


def replaced():
    """The words that the glossary has another one for, each with that one."""
    table = (ROOT / "docs/glossary.md").read_text("utf-8").partition("| and not |\n")[2]
    rows = [row.strip("| ").split(" | ") for row in table.partition("\n\n")[0].splitlines()[1:]]
    return {word: better for better, words in rows for word in words.split(", ")}


@pytest.mark.parametrize("kind", [WRITTEN, MODULES + TABLES], ids=["pages", "code"])
def test_a_thing_has_one_name_on_all_pages(kind):
    words, read = replaced(), [path for path in kind if named(path) not in QUOTES_OTHERS]
    assert len(words) > 20
    found = [(named(path), word, words[word]) for path in read for text in texts(path)
             for word in words if word in text]  # fmt: skip
    assert found == []


@pytest.mark.parametrize("kind", [WRITTEN, MODULES + TABLES], ids=["pages", "code"])
def test_no_sentence_speaks_the_way_one_chats(kind):
    read = [path for path in kind if named(path) not in QUOTES_OTHERS]
    found = [(named(path), habit.group()) for path in read for text in texts(path)
             for habit in HABIT.finditer(text)]  # fmt: skip
    assert found == []

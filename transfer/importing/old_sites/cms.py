"""Dumps of 织梦 DedeCMS, 帝国CMS and PbootCMS as records.

Gone through twice: once for all but the bodies (categories, titles, days), of which titles wait in
files without a name, and once for the bodies, so that none of them is held.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from posixpath import dirname
from urllib.parse import urlsplit

from transfer.importing.old_sites import kinds
from transfer.importing.old_sites.fit import beijing, rooted, told_of
from transfer.importing.old_sites.sql_rows import Row, Statements, Wanted, rows_of_database
from transfer.importing.old_sites.text import Window, pieces_of
from transfer.importing.record import Record, SourceFile, UnreadableRecordError

FOREIGN = "不是织梦、帝国CMS、PbootCMS的数据库备份，没有读取。"
OF_WORDPRESS = (
    "是WordPress的数据库备份，不能读取。请在WordPress后台的“工具”“导出”中导出文章（.xml）。"
)
TOO_MANY = "文章过多，没有读取这个文件。"
NO_TEXT_FILE = "正文另存为文本文件，请将网站的d/txt文件夹和数据库备份放在一起导入。"
# What the tables of a system are, by their names behind whatever stands before all of them.
TABLES = {
    "dede": {
        "archives": "main", "addonarticle": "body", "arctype": "sort", "taglist": "tag",
        "sysconfig": "config",
    },
    "empire": {
        "ecms_(?:news|article)(?:_check|_doc)?": "main",
        r"ecms_(?:news|article)(?:_check|_doc)?_data(?:_\d+)?": "body",
        "enewsclass": "sort", "enewspublic": "config",
    },
    "pboot": {"content": "body", "content_sort": "sort", "model": "model", "config": "config"},
}  # fmt: skip
PARTS = [
    (system, re.compile(rf"(\w*?){table}"), part)
    for system, tables in TABLES.items()
    for table, part in tables.items()
]
# Of the table of categories: its key, the name, the one above; of the articles: their category.
COLUMNS = {
    "dede": ("id", "typename", "reid", "typeid"),
    "empire": ("classid", "classname", "bclassid", "classid"),
    "pboot": ("scode", "name", "pcode", "scode"),
}
KEPT = {  # of what waits for its body
    "id", "typeid", "classid", "channel", "arcrank", "title", "writer", "source", "pubdate",
    "senddate", "description", "filename", "newspath", "titleurl", "newstime", "lastdotime",
    "isurl", "checked", "smalltext", "befrom", "infotags", "newstext",
}  # fmt: skip
DATA = re.compile(r"_data(?:_\d+)?$")
PAGE_TITLES = re.compile(
    r"#p#(.{0,200}?)#e#|\[!--empirenews\.page--\](?:(.{0,200}?)\[/!--empirenews\.page--\])?", re.S
)
TEXT_FILE = re.compile(r"[\w-]+(?:/[\w-]+){1,5}")
EXIT = 12  # characters that 帝国 writes before a text: <? exit();?>
NO_ARTICLES = re.compile("产品|商品|招聘|下载|专题")  # of models that the firm has named
SHARDS = 8  # the sandbox lets no file grow beyond its bound


@dataclass
class Site:
    """One site of a dump, as far as it is no article: its system, and what its tables begin with."""

    system: str
    prefix: str
    sorts: dict[str, Row] = field(default_factory=dict)
    config: dict[str, str] = field(default_factory=dict)
    models: dict[str, Row] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    articles: int = 0
    has_bodies: bool = False

    def chain(self, code: str) -> list[Row]:
        """A category and those above it."""
        above, found = COLUMNS[self.system][2], []
        while (row := self.sorts.get(code)) and row not in found:
            found.append(row)
            code = row.get(above) or ""
        return found


class Waiting:
    """Articles without their bodies, on disk."""

    def __init__(self):
        self.files = [sqlite3.connect("") for _ in range(SHARDS)]
        for file in self.files:
            file.execute("CREATE TABLE main (key TEXT PRIMARY KEY, row TEXT)")

    def put(self, key: str, row: Row) -> None:
        kept = json.dumps({name: row[name] for name in KEPT & row.keys()}, ensure_ascii=False)
        file = self.files[hash(key) % SHARDS]
        try:
            file.execute("INSERT OR REPLACE INTO main VALUES (?, ?)", (key, kept))
        except sqlite3.Error:
            raise UnreadableRecordError(TOO_MANY) from None

    def take(self, key: str) -> Row | None:
        file = self.files[hash(key) % SHARDS]
        found = file.execute("DELETE FROM main WHERE key = ? RETURNING row", (key,)).fetchone()
        return json.loads(found[0]) if found else None

    def rest(self, site: tuple[str, str]) -> Iterator[tuple[str, Row]]:
        """Those whose bodies never came."""
        for file in self.files:
            for key, row in file.execute("SELECT * FROM main ORDER BY rowid"):
                if (site, "main") in _parts_of(key.partition(":")[0]):
                    yield key, json.loads(row)


def read(found: SourceFile) -> Iterator[Record]:
    """The articles of a dump, one at a time; UnreadableRecordError for what is none, or broken."""
    others: list[int] = []
    return told_of(_articles(found, others), others)


def _articles(found, others):
    sites: dict[tuple[str, str], Site] = {}
    waiting, columns, is_wordpress = Waiting(), {}, False

    def known(table):
        nonlocal is_wordpress
        is_wordpress |= table.endswith("_posts")
        parts = [(sites.setdefault(key, Site(*key)), part) for key, part in _parts_of(table)]
        for site, part in parts:
            site.has_bodies |= part == "body"
        return any(part != "body" for _, part in parts)

    for table, row in _rows(found, columns, known):
        for key, part in _parts_of(table):
            _learn(sites[key], part, table, row, waiting)
    there = [one for one in sites.values() if one.articles or one.has_bodies and one.sorts]
    if not there:
        raise UnreadableRecordError(OF_WORDPRESS if is_wordpress else FOREIGN)
    site = max(there, key=lambda one: (one.articles, len(one.sorts)))
    of_site = (site.system, site.prefix)
    number = 0
    bodies = _rows(found, columns, lambda table: (of_site, "body") in _parts_of(table))
    for key, row in _whole(site, bodies, waiting):
        record = Record(found, number + 1, site=NAMES[site.system])
        if FILL[site.system](record, site, row, key):
            number += 1
            yield record
        else:
            others.append(number)


def _rows(found: SourceFile, columns, wanted: Wanted):
    for path in kinds.parts_of(found.path):
        part = SourceFile(path, found.root, path.name)
        if kinds.kind_of(path) == "sqlite":
            yield from rows_of_database(path, wanted)
        else:
            pieces = pieces_of(part)
            pieces = _of_php(pieces) if path.suffix.lower() == ".php" else pieces
            yield from Statements(pieces, columns).rows(wanted)


def _parts_of(table):
    """Which parts a table may play, of which site."""
    matches = ((system, name.fullmatch(table), part) for system, name, part in PARTS)
    return [((system, match[1]), part) for system, match, part in matches if match]


def _learn(site, part, table, row, waiting):
    if part == "main":
        site.articles += 1
        waiting.put(f"{table}:{row.get('id')}", row)
    elif part == "sort":
        site.sorts[row.get(COLUMNS[site.system][0]) or ""] = row
    elif part == "tag":
        site.tags[row.get("aid") or ""].append(row.get("tag") or "")
    elif part == "model":
        site.models[row.get("mcode") or ""] = row
    elif part == "config" and site.system == "empire":
        site.config |= row
    elif part == "config":
        site.config[row.get("varname") or row.get("name") or ""] = row.get("value") or ""


def _whole(site, bodies, waiting):
    """Articles with their bodies, and in the end those without."""
    for table, row in bodies:
        if site.system == "pboot":
            yield f"{table}:{row.get('id')}", row
            continue
        key = f"{DATA.sub('', table)}:{row.get('id')}"
        if site.system == "dede":
            key = f"{site.prefix}archives:{row.get('aid')}"
        if main := waiting.take(key):
            yield key, {**row, **{name: value for name, value in main.items() if value}}
    yield from waiting.rest((site.system, site.prefix))


def _fill(record, site, row, *, state, body, old_urls, category_urls, host="", **told):
    """What is the same of all systems."""
    code = row.get(COLUMNS[site.system][3]) or ""
    name = COLUMNS[site.system][1]
    areas = [one.get(name) or "" for one in site.chain(code)]
    record.fields = {
        "title": row.get("title") or "",
        "state": state,
        "area": list(dict.fromkeys(filter(None, areas))),
        "old_url": [one for one in dict.fromkeys(old_urls) if "{" not in one],
        "category_urls": [one for one in dict.fromkeys(category_urls) if "{" not in one],
        **told,
    }
    body = PAGE_TITLES.sub(
        lambda page: f"<h2>{page[1] or page[2]}</h2>" if page[1] or page[2] else "", body
    )
    record.body = rooted(body, host)
    return True


def _of_dede(record, site, row, key):
    said = defaultdict(str, {name: value for name, value in row.items() if value})
    if (said["channel"] or "1") != "1" or said["arcrank"] == "-2":
        return False
    number, code = said["id"], said["typeid"]
    sort = site.sorts.get(code, {})
    config = defaultdict(str, site.config)
    root = config["cfg_cmspath"].rstrip("/")
    folder = (sort.get("typedir") or f"{{cmspath}}{config['cfg_arcdir']}").replace(
        "{cmspath}", root
    )
    folder = "/" + urlsplit(folder).path.strip("/")
    rule = sort.get("namerule") or config["cfg_df_namerule"] or "{typedir}/{Y}/{M}{D}/{aid}.html"
    if said["filename"]:
        rule = f"{dirname(rule)}/{said['filename']}{config['cfg_df_ext'] or '.html'}"
    sent = beijing(said["senddate"])
    values = {
        "typedir": folder, "aid": number, "timestamp": said["senddate"], "tid": code, "page": "1",
        "y": sent[:4], "m": sent[5:7], "d": sent[8:10],
        "cc": _letters(sent[5:7] + sent[8:10] + number + sent[:4]),
    }  # fmt: skip
    first = sort.get("namerule2") or "{typedir}/list_{tid}_{page}.html"
    plus = config["cfg_phpurl"] or f"{root}/plus"
    return _fill(
        record, site, row,
        id=f"dede:{number}",
        state="draft" if said["arcrank"].startswith("-") else "published",
        summary=said["description"], author=said["writer"], source=said["source"],
        tags=site.tags.get(number, []),
        publish_at=beijing(said["pubdate"] or said["senddate"]),
        body=said["body"], host=urlsplit(config["cfg_basehost"]).netloc,
        old_urls=[
            _ruled(rule, values), f"{plus}/view.php?aid={number}",
            *([f"{plus}/view-{number}-1.html"] if config["cfg_rewrite"] == "Y" else []),
        ],
        category_urls=[
            f"{folder}/", f"{folder}/{sort.get('defaultname') or 'index.html'}",
            _ruled(first, values), f"{plus}/list.php?tid={code}",
        ] if sort else [],
    )  # fmt: skip


def _ruled(rule, values):
    """An address by the rule of a category; a placeholder that is not known stays in it."""
    path = re.sub(r"\{(\w+)\}", lambda name: values.get(name[1].lower(), name[0]), rule)
    return "/" + path.lstrip("/")


def _letters(digits):
    """{cc}: two digits that are the number of an ASCII letter are that letter."""
    return re.sub(
        r"\d\d", lambda two: chr(int(two[0])) if chr(int(two[0])).isalpha() else two[0], digits
    )


def _of_empire(record, site, row, key):
    said = defaultdict(str, {name: value for name, value in row.items() if value})
    if said["isurl"] == "1":
        return False
    table, _, number = key.partition(":")
    code = said["classid"]
    sort = site.sorts.get(code, {})
    folder = (sort.get("classpath") or "").strip("/")
    file = f"{said['filename']}{sort.get('filetype') or '.html'}"
    path = "/".join(filter(None, ["", folder, said["newspath"], file]))
    given = urlsplit(said["titleurl"])
    query = f"classid={code}&id={number}"
    model = "article:" if "ecms_article" in table else ""
    body = said["newstext"], ""
    if TEXT_FILE.fullmatch(body.strip()):
        body = _text_of(record.found, body.strip())
        record.fault = "" if body else NO_TEXT_FILE
    return _fill(
        record, site, row,
        id=f"empire:{model}{number}",
        state="draft" if table.endswith("_check") or said["checked"] == "0" else "published",
        summary=said["smalltext"], author=said["writer"], source=said["befrom"],
        tags=said["infotags"],
        publish_at=beijing(said["newstime"]), updated=beijing(said["lastdotime"]),
        body=body, host=urlsplit(site.config.get("newsurl") or "").netloc,
        old_urls=[
            *([f"{given.path}?{given.query}" if given.query else given.path] if given.path else []),
            *([f"/{path.lstrip('/')}"] if said["filename"] else []),
            f"/e/action/ShowInfo.php?{query}", f"/e/action/ShowInfo/?{query}",
        ],
        category_urls=[
            *([f"/{folder}/"] if folder else []),
            f"/e/action/ListInfo/?classid={code}", f"/e/action/ListInfo.php?classid={code}",
        ] if sort else [],
    )  # fmt: skip


def _text_of(found, name):
    """A body that is a file of its own, below the folder of the dump or beside that."""
    root = found.root.resolve()
    for folder in [found.path.resolve().parent, *found.path.resolve().parents]:
        for place in ("d/txt", "txt", "."):
            path = (folder / place / f"{name}.php").resolve()
            if path.is_relative_to(root) and path.is_file():
                return "".join(pieces_of(SourceFile(path, root, name)))[EXIT:]
        if folder == root:
            break
    return ""


def _of_pboot(record, site, row, key):
    said = defaultdict(str, {name: value for name, value in row.items() if value})
    code = said["scode"]
    sort = defaultdict(str, site.sorts.get(code, {}))
    model = site.models.get(sort["mcode"] or "", {})
    is_page = model.get("type") == "1" or NO_ARTICLES.search(model.get("name") or "")
    if is_page or said["outlink"] or not said["title"]:
        return False
    number, config = said["id"], defaultdict(str, site.config)
    mark, suffix = config["url_break_char"] or "_", config["url_rule_suffix"] or ".html"
    kind = model.get("urlname") or "list"
    names = dict.fromkeys(
        [sort["filename"] or f"{kind}{mark}{code}", f"{kind}{mark}{code}", f"{kind}/{code}"]
    )
    own = said["filename"] or number
    paths = [f"{one}/{own}{suffix}" for one in names if own] + [f"content/{own}{suffix}"]
    if said["filename"]:
        paths.append(f"{own}{suffix}")
    starts = {"1": ["/index.php/"], "2": ["/"], "3": ["/?"]}.get(config["url_rule_type"])
    starts = starts or ["/?", "/", "/index.php/"]
    content = said["content"]
    return _fill(
        record, site, row,
        id=f"pboot:{number}",
        state="published" if said["status"] == "1" else "draft",
        summary=unescape(said["description"]), author=said["author"], source=said["source"],
        tags=unescape(said["tags"]),
        publish_at=said["date"], updated=said["update_time"],
        body=content if "<" in content else unescape(content),
        old_urls=[start + path for start in starts for path in paths],
        category_urls=[
            f"{start}{name}{end}" for start in starts for name in names for end in ("", "/")
        ] if sort else [],
    )  # fmt: skip


FILL = {"dede": _of_dede, "empire": _of_empire, "pboot": _of_pboot}
NAMES = {"dede": "织梦 DedeCMS", "empire": "帝国CMS", "pboot": "PbootCMS"}

# The backup of 帝国 is a program of PHP that calls itself with each statement. It is read.
CALL = re.compile(
    r'(?:[^E]++|E(?!_[CD]\(")(?=.{4}))*+E_[CD]\("(?P<said>(?:[^"\\]++|\\.)*+)"\)', re.S
)
OF_PHP = re.compile(r'\\([nrtvef\\$"])')
PHP = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "e": "\x1b", "f": "\f"}


def _of_php(pieces):
    window = Window(pieces)
    while call := window.take(CALL):
        yield OF_PHP.sub(lambda sign: PHP.get(sign[1], sign[1]), call["said"]).rstrip("; ") + ";\n"

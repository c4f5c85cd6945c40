"""Dumps of 织梦 DedeCMS, 帝国CMS and PbootCMS as records.

Gone through twice: once for all but the bodies, of which titles wait on disk, and once for the
bodies, so that none of them is held.
"""

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from posixpath import dirname

from transfer.importing.old_sites import kinds
from transfer.importing.old_sites.fit import beijing, path_of, rooted, split, told_of
from transfer.importing.old_sites.sql_rows import Row, Statements, Wanted, rows_of_database
from transfer.importing.old_sites.text import CUT_OFF, Window, pieces_of
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
# Of the table of categories its key, the name and the one above; of an article its category.
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
SHARDS = 8  # the sandbox lets no file grow beyond its bound
DATA = re.compile(r"_data(?:_\d+)?$")
PAGES = re.compile(
    r"#p#(.{0,200}?)#e#|\[!--empirenews\.page--\](?:(.{0,200}?)\[/!--empirenews\.page--\])?", re.S
)
PLACEHOLDER = re.compile(r"\{(\w+)\}")
TEXT_FILE = re.compile(r"\s*([\w-]+(?:/[\w-]+){1,5})\s*")
EXIT = len("<? exit();?>")  # which 帝国 writes before a text
SLASHED = re.compile(r"\\(.?)", re.S)
NO_ARTICLES = re.compile("产品|商品|招聘|下载|专题")  # models, as the firm has named them
# The backup of 帝国 is a program of PHP that calls a function with each statement. It is read.
CALLS = re.compile(r'E_[CD]\("')
CALL = re.compile(
    r'(?:[^E]++|E(?!_[CD]\(")(?=.{4}))*+E_[CD]\("(?P<said>(?:[^"\\]++|\\.)*+)"\)', re.S
)
OF_PHP = re.compile(r'\\([nrtvef\\$"])')
PHP = {"n": "\n", "r": "\r", "t": "\t", "v": "\v", "e": "\x1b", "f": "\f"}


@dataclass
class Site:
    """A site of a dump but for its articles; the names of its tables begin with `prefix`."""

    system: str
    prefix: str
    sorts: dict[str, Row] = field(default_factory=dict)
    config: Row = field(default_factory=Row)
    models: dict[str, Row] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    articles: int = 0
    has_bodies: bool = False

    def areas(self, code: str) -> list[str]:
        """The names of a category and those above it."""
        _, name, above, _ = COLUMNS[self.system]
        found: dict[str, str] = {}
        while code in self.sorts and code not in found:
            found[code] = self.sorts[code][name]
            code = self.sorts[code][above]
        return list(dict.fromkeys(filter(None, found.values())))


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
        return Row(json.loads(found[0])) if found else None

    def rest(self) -> Iterator[tuple[str, Row]]:
        """Those whose bodies never came."""
        for file in self.files:
            for key, row in file.execute("SELECT * FROM main ORDER BY rowid"):
                yield key, Row(json.loads(row))


def read(found: SourceFile) -> Iterator[Record]:
    """The articles of a dump, one at a time; UnreadableRecordError for what is none, or broken."""
    others: list[int] = []
    return told_of(_articles(found, others), others)


def _articles(found, others):
    sites: dict[tuple[str, str], Site] = {}
    columns: dict[str, list[str]] = {}
    tables = set()
    waiting = Waiting()

    def known(table):
        tables.add(table)
        for key, part in _parts_of(table):
            site = sites.setdefault(key, Site(*key))
            site.has_bodies |= part == "body"
        return any(part != "body" for _, part in _parts_of(table))

    for table, row in _rows(found, columns, known):
        for key, part in _parts_of(table):
            _learn(sites[key], part, table, row, waiting)
    there = [one for one in sites.values() if one.articles or one.has_bodies and one.sorts]
    if not there:
        is_wordpress = any(table.endswith("_posts") for table in tables)
        raise UnreadableRecordError(OF_WORDPRESS if is_wordpress else FOREIGN)
    site = max(there, key=lambda one: (one.articles, len(one.sorts)))
    own, number, (name, fill) = (site.system, site.prefix), 0, SYSTEMS[site.system]
    bodies = _rows(found, columns, lambda table: (own, "body") in _parts_of(table))
    for table, ident, row in _whole(site, bodies, waiting):
        if not any(key == own for key, _ in _parts_of(table)):
            continue
        record = Record(found, number + 1, site=name)
        if fill(record, site, row, table, ident):
            number += 1
            yield record
        else:
            others.append(number)


def _rows(found: SourceFile, columns, wanted: Wanted):
    for path in kinds.parts_of(found.path):
        if kinds.kind_of(path) == "sqlite":
            yield from rows_of_database(path, wanted)
        else:
            pieces = pieces_of(path)
            pieces = _of_php(pieces) if path.suffix.lower() == ".php" else pieces
            yield from Statements(pieces, columns).rows(wanted)


def _of_php(pieces):
    window = Window(pieces)
    while call := window.take(CALL):
        yield OF_PHP.sub(lambda sign: PHP.get(sign[1], sign[1]), call["said"]).rstrip("; ") + ";\n"
    if CALLS.search(window.text, window.at):
        raise UnreadableRecordError(CUT_OFF)


def _parts_of(table):
    """Which parts a table may play, each of which site."""
    matches = ((system, name.fullmatch(table), part) for system, name, part in PARTS)
    return [((system, match[1]), part) for system, match, part in matches if match]


def _learn(site, part, table, row, waiting):
    if part == "main":
        site.articles += 1
        waiting.put(f"{table}:{row['id']}", row)
    elif part == "sort":
        site.sorts[row[COLUMNS[site.system][0]]] = row
    elif part == "tag":
        site.tags[row["aid"]].append(row["tag"])
    elif part == "model":
        site.models[row["mcode"]] = row
    elif part == "config" and site.system == "empire":
        site.config.update(row)
    elif part == "config":
        site.config[row["varname"] or row["name"]] = row["value"]


def _whole(site, bodies, waiting):
    """Table, number and row of the articles, at last of those without a body."""
    for table, row in bodies:
        if site.system == "pboot":
            yield table, row["id"], row
            continue
        ident = row["aid"] if site.system == "dede" else row["id"]
        table = f"{site.prefix}archives" if site.system == "dede" else DATA.sub("", table)
        if main := waiting.take(f"{table}:{ident}"):
            yield table, ident, Row(row | main)
    for key, row in waiting.rest():
        table, _, ident = key.partition(":")
        yield table, ident, row


def _fill(record, site, row, *, body, old_urls, home="", **told):
    """What is the same of all systems; an address that has a placeholder left is none."""
    record.fields = {
        "title": row["title"],
        "area": site.areas(row[COLUMNS[site.system][3]]),
        "old_url": [one for one in dict.fromkeys(old_urls) if one and "{" not in one],
        **told,
    }
    body = PAGES.sub(
        lambda page: f"<h2>{page[1] or page[2]}</h2>" if any(page.groups()) else "", body
    )
    record.body = rooted(body, home)
    return True


def _of_dede(record, site, row, table, number):
    if (row["channel"] or "1") != "1" or row["arcrank"] == "-2":  # no article, or in the bin
        return False
    code, config = row["typeid"], site.config
    sort, root = site.sorts.get(code, Row()), config["cfg_cmspath"].rstrip("/")
    folder = (sort["typedir"] or f"{{cmspath}}{config['cfg_arcdir']}").replace("{cmspath}", root)
    folder = "/" + split(folder).path.strip("/")
    rule = sort["namerule"] or config["cfg_df_namerule"] or "{typedir}/{Y}/{M}{D}/{aid}.html"
    if row["filename"]:
        rule = f"{dirname(rule)}/{row['filename']}{config['cfg_df_ext'] or '.html'}"
    sent, plus = beijing(row["senddate"]), config["cfg_phpurl"] or f"{root}/plus"
    values = {
        "typedir": folder, "aid": number, "timestamp": row["senddate"], "tid": code, "page": "1",
        "y": sent[:4], "m": sent[5:7], "d": sent[8:10],
    }  # fmt: skip

    def ruled(rule):
        path = PLACEHOLDER.sub(lambda name: values.get(name[1].lower(), name[0]), rule)
        return "/" + path.lstrip("/")

    first = ruled(sort["namerule2"] or "{typedir}/list_{tid}_{page}.html")
    names = ["", sort["defaultname"] or "index.html"]
    return _fill(
        record, site, row,
        id=f"dede:{number}",
        state="draft" if row["arcrank"].startswith("-") else "published",
        summary=row["description"], author=row["writer"], source=row["source"],
        tags=site.tags.get(number, []),
        publish_at=beijing(row["pubdate"] or row["senddate"]),
        body=row["body"], home=config["cfg_basehost"],
        old_urls=[
            ruled(rule) if sort else "", f"{plus}/view.php?aid={number}",
            f"{plus}/view-{number}-1.html",
        ],
        category_urls=[
            *(f"{folder}/{name}" for name in names), first, f"{plus}/list.php?tid={code}"
        ] if sort else [],
    )  # fmt: skip


def _of_empire(record, site, row, table, number):
    if row["isurl"] == "1":  # it only leads elsewhere
        return False
    # It stores quotes with the backslashes that it takes off where it shows a text.
    row = Row({name: SLASHED.sub(r"\1", value) for name, value in row.items()})
    code, home = row["classid"], split(site.config["newsurl"])
    sort, root = site.sorts.get(code, Row()), home.path.rstrip("/")
    folder, query = f"{root}/{sort['classpath'].strip('/')}", f"classid={code}&id={number}"
    file = f"{row['filename']}{sort['filetype'] or '.html'}"
    body = row["newstext"]
    if named := TEXT_FILE.fullmatch(body):
        body = _text_of(record.found, f"{named[1]}.php")
        record.fault = "" if body else NO_TEXT_FILE
    return _fill(
        record, site, row,
        id=f"empire:{'article:' if 'ecms_article' in table else ''}{number}",
        state="draft" if table.endswith("_check") or row["checked"] == "0" else "published",
        summary=row["smalltext"], author=row["writer"], source=row["befrom"], tags=row["infotags"],
        publish_at=beijing(row["newstime"]), updated=beijing(row["lastdotime"]),
        body=body, home=site.config["newsurl"],
        old_urls=[
            path_of(row["titleurl"]),
            "/".join(filter(None, [folder, row["newspath"], file])) if row["filename"] else "",
            f"{root}/e/action/ShowInfo.php?{query}", f"{root}/e/action/ShowInfo/?{query}",
        ],
        category_urls=[
            f"{folder}/", f"{root}/e/action/ListInfo/?classid={code}",
            f"{root}/e/action/ListInfo.php?classid={code}",
        ] if sort else [],
    )  # fmt: skip


def _text_of(found, name):
    """A body that is a file of its own, below the folder of the dump or beside that."""
    root, here = found.root.resolve(), found.path.resolve().parent
    for folder in [here, *here.parents]:
        for place in ("d/txt", "txt", "."):
            path = (folder / place / name).resolve()
            if path.is_relative_to(root) and path.is_file():
                return "".join(pieces_of(path))[EXIT:]
        if folder == root:
            break
    return ""


def _of_pboot(record, site, row, table, number):
    sort = site.sorts.get(row["scode"], Row())
    model, config = site.models.get(sort["mcode"], Row()), site.config
    is_other = model["type"] == "1" or NO_ARTICLES.search(model["name"])
    if is_other or row["outlink"] or not row["title"]:
        return False
    mark, suffix = config["url_break_char"] or "_", config["url_rule_suffix"] or ".html"
    name = sort["filename"] or f"{model['urlname'] or 'list'}{mark}{row['scode']}"
    own = row["filename"] or number
    starts = {"1": ["/index.php/"], "2": ["/"], "3": ["/?"]}.get(config["url_rule_type"])
    starts = starts or ["/?", "/", "/index.php/"]
    paths = [own, f"content/{own}"] if config["url_rule_content_path"] == "1" else [
        f"{name}/{own}", f"content/{own}"
    ]  # fmt: skip
    names = [name, f"{name}/", f"list/{row['scode']}"] if sort else []
    content = row["content"]
    return _fill(
        record, site, row,
        id=f"pboot:{number}",
        state="published" if row["status"] == "1" else "draft",
        summary=unescape(row["description"]), author=row["author"], source=row["source"],
        tags=unescape(row["tags"]),
        publish_at=beijing(row["date"]), updated=beijing(row["update_time"]),
        body=content if "<" in content else unescape(content),
        old_urls=[f"{start}{path}{suffix}" for start in starts for path in paths],
        category_urls=[start + name for start in starts for name in names],
    )  # fmt: skip


SYSTEMS = {
    "dede": ("织梦 DedeCMS", _of_dede),
    "empire": ("帝国CMS", _of_empire),
    "pboot": ("PbootCMS", _of_pboot),
}

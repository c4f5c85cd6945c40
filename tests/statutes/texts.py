"""Invented texts of statutes in both formats of the import, and the folders of real ones."""

import os
from functools import cache
from pathlib import Path

from richtext.base.front_matter import UnreadableFileError
from statutes.importing.files import find_files, text_of
from statutes.importing.reader import parse

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("STATUTES_DIR") or ROOT.parent / "shared" / "data" / "statutes")
NO_REAL = "没有真实的法规文本（STATUTES_DIR 或者 ../shared/data/statutes），跳过。"
ADOPTED = "2020年5月28日 第一届云澜大会第三次会议通过"
HAN = "一二三四五六七八九"


def markdown(*body, name="中华人民共和国灯塔法", title=(ADOPTED,), part="", marked=True):
    """A file: the title, dated lines, the mark that ends them, and the lines of the body."""
    head = [f"# {name}", *([f"# {part}"] if part else []), *title]
    return "\n\n".join([*head, *(["<!-- INFO END -->"] if marked else []), *body]) + "\n"


def articles(number, first=1):
    """So many articles of one sentence each."""
    return [
        f"第{HAN[at]}条 灯塔应当在夜间点亮{at}次。" for at in range(first - 1, first - 1 + number)
    ]


def document(*body, path="法律/灯塔法(2020-05-28).md", **parts):
    """What the reader makes of such a file."""
    return parse(markdown(*body, **parts), path)


def put(folder, path, text, encoding="utf-8"):
    """Write a file below a folder."""
    file = folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return file


COPIES = Path(os.environ.get("FLK_DIR") or ROOT.parent / "shared" / "data" / "flk")
NO_COPIES = "没有官方数据库的法规文本（FLK_DIR 或者 ../shared/data/flk），跳过。"
FRONT = {
    "title": "中华人民共和国灯塔法",
    "author": "云澜大会",
    "publication_date": "'2020-05-28'",
    "effective_date": "'2021-01-01'",
    "status": "有效",
    "group": "法律",
    "urls": "\n  - https://flk.npc.gov.cn/detail?id=1",
}
HEAD = ["**中华人民共和国灯塔法**", "> （2020年5月28日第一届云澜大会第三次会议通过）"]


def official(*body, head=HEAD, **fields):
    """A file: front matter with these values, what stands above the text, the lines of the body."""
    told = [f"{name}: {value}" for name, value in {**FRONT, **fields}.items() if value is not None]
    return "\n".join(["---", *told, "---", "", *"\n\n".join([*head, *body]).split("\n"), ""])


def marked(*texts, first=1):
    """Articles as the official copies mark them."""
    return [f"- **第{HAN[at]}条**　　{text}" for at, text in enumerate(texts, first - 1)]


def read(*body, path="1.md", **fields):
    """What the reader makes of such a file."""
    return parse(official(*body, **fields), path)


@cache
def real(folder):
    """Each text of a folder as the reader has it, and as it is written."""
    found = [(one.name, text_of(one)[0]) for one in find_files(folder)[0]]
    return [(parse(text, name), text) for name, text in found]


def described(read, *given):
    """All that is read of a file, a line for each thing."""
    try:
        found = read(*given)
    except UnreadableFileError as refused:
        return [f"拒 {f'{refused.line}：' if refused.line else ''}{refused.words}"]
    named = [found.name, found.part, found.version_day, found.effective_from, found.doc_no]
    said = [f"名 {' | '.join(str(one or '') for one in named)}".rstrip(" |")]
    if source := found.source:
        told = [*source, found.kind, found.issuer]
        said.append(f"源 {' | '.join(str(one or '') for one in told)}".rstrip(" |"))
    said += [f"事 {one}" for one in found.events]
    said += [f"前 {one}" for one in found.preamble]
    for one in found.provisions:
        part = f" [{'/'.join(one.part.splitlines())}]" if one.part else ""
        place = f"{one.number}-{one.sub}" if one.sub else one.number
        said.append(f"{place}{part} {one.text}".replace("\n", "⏎"))
    said += [f"附 {one}" for one in found.annex]
    return [*said, *(f"注 {one.line}：{one.words}" for one in found.notes)]


def cases(file):
    """Each case of a table with what is read of it, indented below it."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(line[4:])
        elif line and line[0] != "#":
            found.append((line, []))
    return found

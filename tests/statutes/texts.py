"""Invented texts of statutes in the format of the import, and the folder of real ones."""

import os
from pathlib import Path

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


def real(*patterns):
    """The articles of real files, all that match one of the patterns, by place."""
    files = [path for pattern in patterns for path in sorted(REAL.glob(pattern))]
    read = [parse(path.read_text("utf-8"), path.name).provisions for path in files]
    return {(one.number, one.sub): one.text for found in read for one in found}

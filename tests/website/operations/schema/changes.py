"""Ways in which a database comes to differ from the code, as each engine writes them."""

from django.db import connection

# What is done to which table, in PostgreSQL's words and as an edit of SQLite's CREATE TABLE;
# then what is said of it.
EDITED = {
    "a column is missing": (
        "articles_tag",
        'DROP COLUMN "name"',
        (
            '"name" varchar(20) NOT NULL UNIQUE, CONSTRAINT "articles_tag_has_name"'
            " CHECK (NOT (\"name\" = ''))",
            '"other" text NULL',
        ),
        "没有列articles_tag.name",
    ),
    "a required column more, which no INSERT fills": (
        "articles_tag",
        "ADD COLUMN colour text NOT NULL",
        ('"name" varchar', '"colour" text NOT NULL, "name" varchar'),
        "多出必填的列articles_tag.colour",
    ),
    "another type": (
        "statutes_limitationperiod",
        "ALTER COLUMN words TYPE text",
        ('"words" varchar(200)', '"words" text'),
        "列statutes_limitationperiod.words的类型是text而不是{varchar}(200)",
    ),
    "a shorter column": (
        "statutes_limitationperiod",
        "ALTER COLUMN words TYPE varchar(100)",
        ('"words" varchar(200)', '"words" varchar(100)'),
        "列statutes_limitationperiod.words的类型是{varchar}(100)而不是{varchar}(200)",
    ),
    "a column that may not be empty": (
        "statutes_limitationperiod",
        "ALTER COLUMN checked_on SET NOT NULL",
        ('"checked_on" date NULL', '"checked_on" date NOT NULL'),
        "列statutes_limitationperiod.checked_on不可以为空",
    ),
    "a column that may be empty": (
        "statutes_limitationperiod",
        "ALTER COLUMN words DROP NOT NULL",
        ('"words" varchar(200) NOT NULL', '"words" varchar(200) NULL'),
        "列statutes_limitationperiod.words可以为空",
    ),
    "pairs that may come twice": (
        "articles_dailyreads",
        "DROP CONSTRAINT articles_reads_once_a_day",
        (', CONSTRAINT "articles_reads_once_a_day" UNIQUE ("day", "article_id")', ""),
        "表articles_dailyreads没有唯一约束（article_id、day）",
    ),
    "pairs that may not come twice": (
        "articles_dailyreads",
        "ADD UNIQUE (day, number)",
        (
            ', CONSTRAINT "articles_reads_once',
            ', UNIQUE (day, number), CONSTRAINT "articles_reads_once',
        ),
        "表articles_dailyreads多出唯一约束（day、number）",
    ),
    "a rule is missing": (
        "statutes_limitationperiod",
        "DROP CONSTRAINT statutes_period_from_one",
        (', CONSTRAINT "statutes_period_from_one" CHECK ("number" >= 1)', ""),
        "表statutes_limitationperiod没有约束statutes_period_from_one",
    ),
    "a rule of yesterday": (
        "articles_tag",
        "ADD CONSTRAINT articles_tag_is_short CHECK (length(name) < 5)",
        (
            "CHECK (NOT",
            'CHECK (1), CONSTRAINT "articles_tag_is_short" CHECK (length("name") < 5 AND NOT',
        ),
        "表articles_tag多出约束articles_tag_is_short",
    ),
    "a link is missing": (
        "articles_dailyreads",
        "DROP CONSTRAINT {link}",
        (' REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED', ""),
        "列articles_dailyreads.article_id没有指向表articles_article",
    ),
}
# What both engines write alike.
STATEMENTS = {
    "a table is missing": ("DROP TABLE articles_searchedwords", "没有表articles_searchedwords"),
    "a column has another name": (
        "ALTER TABLE articles_searchedwords RENAME COLUMN words TO term",
        "没有列articles_searchedwords.words",
    ),
    "an index is missing": (
        "DROP INDEX articles_cited",
        "表articles_citation没有索引articles_cited",
    ),
    "an index of other columns": (
        "DROP INDEX articles_cited; CREATE INDEX articles_cited ON articles_citation (number)",
        "表articles_citation没有索引articles_cited",
    ),
    "a rule for some rows is missing": (
        "DROP INDEX articles_external_id_once",
        "表articles_article没有唯一约束articles_external_id_once",
    ),
    "the index of the search is missing": (
        "DROP TABLE articles_search",
        "没有列articles_search.tokens",
    ),
}
HARMLESS = {
    "a table of their own": "CREATE TABLE own_notes (id integer PRIMARY KEY, text text NOT NULL)",
    "an index of their own": "CREATE INDEX own_index ON articles_article (summary)",
    "a column that may stay empty": "ALTER TABLE articles_tag ADD COLUMN own text NULL",
    "a column with a default": "ALTER TABLE articles_tag ADD COLUMN own text NOT NULL DEFAULT ''",
}


def run(statements):
    """Several statements; true of either engine, one at a time."""
    with connection.cursor() as cursor:
        for statement in statements.split("; "):
            cursor.execute(statement)


def edit(table, on_postgresql, on_sqlite):
    """Change a table as if it had been made so; SQLite can only make it anew."""
    if connection.vendor == "postgresql":
        run(f"ALTER TABLE {table} {on_postgresql.format(link=_link(table))}")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql > ''", [table])
        made = [sql for (sql,) in cursor.fetchall()]
    old, new = on_sqlite
    assert old in made[0]
    run("; ".join([f"DROP TABLE {table}", made[0].replace(old, new), *made[1:]]))


def _link(table):
    with connection.cursor() as cursor:
        sql = "SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = %s::regclass"
        cursor.execute(sql, [table])
        return (cursor.fetchone() or [""])[0]


def varchar():
    """What the engine calls a short text."""
    return "character varying" if connection.vendor == "postgresql" else "varchar"

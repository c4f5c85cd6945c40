"""The real folder of texts, imported into an empty table, again, and parsed alone."""

import io

from django.core.management import call_command

from bench.frame import Figure, real_statutes, seconds
from statutes.importing.files import find_files, text_of
from statutes.importing.reader import parse
from statutes.models import StatuteArticle


def measure():
    """Reading alone, the first import, the second one that changes nothing."""
    folder = real_statutes()
    files = find_files(folder)[0]
    took = seconds(lambda: [parse(text_of(one)[0], one.name) for one in files])
    yield Figure(f"读取{len(files)}个文件，不写数据库", took)
    first = seconds(lambda: _import(folder))
    yield Figure(f"第一次导入，{StatuteArticle.objects.count()}条", first, limit=60)
    yield Figure("再次导入，没有变化", seconds(lambda: _import(folder)))


def _import(folder):
    call_command("import_statutes", str(folder), stdout=io.StringIO(), stderr=io.StringIO())

"""Front matter: YAML between two lines of `---`; and files of the operator that cannot be read.

`id: 007` and `draft: no` stay the words that they are; references (the ground of YAML bombs),
tags and double keys are refused.
"""

import re
from typing import Any

import yaml


class UnreadableFileError(Exception):
    """Why a file is refused, in a sentence for the operator; `line` counts from 1, 0 for none."""

    def __init__(self, words: str, line: int = 0):
        super().__init__(words)
        self.words, self.line = words, line


START = re.compile(r"---[ \t]*\r?\n")
END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$\n?", re.M)
LARGEST = 4 * 1024 * 1024  # a change that is not published yet stands in it, body and all
DEEPEST = 20
NULLS = {"~", "null", "Null", "NULL"}
UNCLOSED = "开头的“---”没有配对：信息的后面要再写一行“---”。"
NO_LINES = "开头的信息应当每行一项，写成“标题: 内容”。"
NO_REFERENCES = "开头的信息里不能用“&”“*”引用；值以这些符号开头时请加引号。"
NO_TYPES = "开头的信息里不能用“!”标记类型；值以“!”开头时请加引号。"
TOO_DEEP = "开头的信息嵌套太深。"
NAMES_ARE_TEXTS = "文章信息的项目名称只能是文字。"
TWICE = "开头的信息中“{}”重复。"
TABS = "开头的信息使用了制表符（Tab）缩进，请改为空格。"
MISFORMED = "开头的信息格式有误：请检查冒号、缩进和引号，值里有冒号时请加引号。"


def split(text: str) -> tuple[str, str, int]:
    """Front matter ("" without any), what follows, and the number of the line where that begins."""
    text = text.removeprefix("\ufeff")
    start = START.match(text)
    if not start:
        return "", text, 1
    end = END.search(text, start.end())
    if not end:
        raise UnreadableFileError(UNCLOSED, 1)
    matter = text[start.end() : end.start()]
    return matter, text[end.end() :], text.count("\n", 0, end.end()) + 1


def parse(matter: str, first: int = 2) -> dict[str, Any]:
    """The keys and values of front matter; `first` is the number of its first line in the file."""
    if len(matter) > LARGEST:
        raise UnreadableFileError("开头的信息过长。", first)
    try:
        found = _Reader(matter, first).get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        words = TABS if "'\\t'" in str(error) else MISFORMED
        raise UnreadableFileError(words, mark.line + first if mark else first) from None
    except (RecursionError, ValueError):
        raise UnreadableFileError("开头的信息格式有误。", first) from None
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise UnreadableFileError(NO_LINES, first)
    return found


class _Reader(yaml.BaseLoader):
    """Texts alone, lists and mappings of them; the rest is refused before anything is built."""

    def __init__(self, matter: str, first: int):
        super().__init__(matter)
        self._first, self._depth = first, 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        at = self._first + event.start_mark.line
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            raise UnreadableFileError(NO_REFERENCES, at)
        if event.tag:
            raise UnreadableFileError(NO_TYPES, at)
        if self._depth == DEEPEST and isinstance(event, yaml.CollectionStartEvent):
            raise UnreadableFileError(TOO_DEEP, at)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node

    def construct_scalar(self, node: yaml.ScalarNode) -> Any:
        """A bare null says nothing; in quotes it is a word."""
        is_null = node.style is None and node.value in NULLS
        return "" if is_null else super().construct_scalar(node)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Of two values for one key none is guessed."""
        names = set()
        for key, _ in node.value:
            at = self._first + key.start_mark.line
            if not isinstance(key, yaml.ScalarNode):
                raise UnreadableFileError(NAMES_ARE_TEXTS, at)
            if key.value in names:
                raise UnreadableFileError(TWICE.format(key.value[:40]), at)
            names.add(key.value)
        return super().construct_mapping(node, deep)


def written(fields: dict[str, Any]) -> str:
    """Front matter that `parse` reads back; the lines of `---` around it included."""
    lines = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{lines}---\n"

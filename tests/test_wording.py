"""What people read is written Chinese: it does not chat, and nobody has to read it twice."""

import ast
import re

import pytest

from tests.test_rules import MODULES, ROOT, named, nodes

# A habit, and what is said instead; a new one is a line here.
HABITS = {
    "等着急的事|家里的事|生意上的事": "the kind of matter: 紧急情况, 家庭、劳动和经营",
    "写下来问|要找的问题|点开姓名": "the act: 在线提问, 搜索, 点姓名",
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
PAGES = sorted((ROOT / "templates").rglob("*.*")) + sorted((ROOT / "static/js").rglob("*.js"))
GUIDES = [ROOT / "docs" / f"{name}.md" for name in ("desk", "editing", "import", "statutes")]


def texts(path):
    """The strings of a module, without its docstrings, or the text of any other file."""
    if path.suffix != ".py":
        return [path.read_text(encoding="utf-8")]
    strings = (node.value for node in nodes(path) if isinstance(node, ast.Constant))
    return [text for text in strings if isinstance(text, str)]


@pytest.mark.parametrize("kind", [PAGES, MODULES, GUIDES], ids=["pages", "code", "guides"])
def test_no_sentence_speaks_the_way_one_chats(kind):
    read = [path for path in kind if named(path) not in QUOTES_OTHERS]
    found = [(named(path), habit.group()) for path in read for text in texts(path)
             for habit in HABIT.finditer(text)]  # fmt: skip
    assert found == []


@pytest.mark.parametrize(
    "text", ["点击这里给我们发消息", "换个词，多半能找到。", "内容太大，没有收下"]
)
def test_a_sentence_that_chats_is_found(text):
    assert HABIT.search(text)

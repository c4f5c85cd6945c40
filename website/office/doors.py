"""Doors that strangers use more than is free. None of them closes, and somebody has to look."""

from consult.spam import rate_limit
from website.office import forgotten
from website.office.login import backend

GUESSED = "一小时内查询码输错超过1000次，有人在试猜。咨询人仍可查看答复。"
LOGINS = "一小时内登录密码输错超过3000次，有人在试猜。同事仍可登录。"
ASKED = "一小时内“忘记密码”申请超过500次，疑似机器所为。同事仍可申请。"


def dear() -> list[str]:
    """What is to be said of those that are dear now."""
    doors = [(rate_limit.ALL_WRONG, GUESSED), (backend.ALL, LOGINS), (forgotten.ALL, ASKED)]
    return rate_limit.dear(doors)

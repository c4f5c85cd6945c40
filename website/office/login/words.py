"""What a person reads who has to wait before a password is looked at."""

import math

TOO_MANY = "密码输错次数过多，请{}后重试。"
OTHER_WAYS = (
    "曾经登录过的设备通常不受影响；已开通两步验证的，同时输入验证器上的6位数字，也可立即登录。"
)
BUSY_TITLE = "暂时无法登录"
BUSY = (
    "登录请求过多，本次操作没有完成，您的账号不受影响。"
    "请按浏览器的“后退”，稍等几秒重试；在曾经登录过的设备上操作，优先受理。"
)


def too_many(wait, has_other_ways: bool) -> str:
    """The sentence for a wait, a timedelta, and what else works where it does."""
    return TOO_MANY.format(_spoken(wait)) + OTHER_WAYS * has_other_ways


def _spoken(wait):
    """Rounded up, so that nobody who waited as long is told to wait again."""
    seconds = math.ceil(wait.total_seconds())
    return f"{seconds}秒" if seconds < 60 else f"{math.ceil(seconds / 60)}分钟"

"""Why a notice was not sent, and how long it waits after that.

What a mail server or a robot says is never kept as it is: it holds the recipient's address, or
the secret address of the robot. Kept are the class of the error and the numbers of the answer.
"""

import re
import smtplib
import socket
import ssl
import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

# What the codes of other people's services mean, by the name of the service.
CODES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("codes.toml").read_text("utf-8")
)
# Longer than a mail server that needs its ten seconds (EMAIL_TIMEOUT) for each of ten steps: with
# a shorter one a second worker would send the same mail.
LEASE = timedelta(minutes=2)
# When to try again what failed, by how often it was tried before; then the last one.
WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]


class RejectedError(Exception):
    """The other side did not take the message; the text is ours and may be shown."""


class NeedsMendingError(RejectedError):
    """A person has to mend it: a wrong key, no money, no template; tried again after `wait`."""

    wait = timedelta(hours=4)


class LaterError(Exception):
    """It may not go out before a moment; nothing has failed."""

    def __init__(self, until: datetime) -> None:
        super().__init__("not yet")
        self.until = until


class NoServerError(Exception):
    """There is no mail server to hand a mail to: nothing has failed, and nothing was sent."""


SENTENCES = [
    (smtplib.SMTPAuthenticationError, "邮件服务器不接受用户名或密码（有的邮箱要用授权码）"),
    (smtplib.SMTPRecipientsRefused, "邮件服务器不接受该收件地址"),
    (smtplib.SMTPSenderRefused, "邮件服务器不接受发件地址，请检查EMAIL_FROM"),
    (smtplib.SMTPDataError, "邮件服务器未接收这封邮件"),
    (smtplib.SMTPServerDisconnected, "邮件服务器中途断开了连接"),
    (smtplib.SMTPException, "邮件服务器未接收这封邮件"),
    (ssl.SSLCertVerificationError, "对方的证书不可信"),
    (ssl.SSLError, "未能建立加密连接"),
    (socket.gaierror, "找不到对方服务器，请检查主机名和网络"),
    (ConnectionRefusedError, "对方服务器拒绝连接，可能已停机或端口有误"),
    (TimeoutError, "对方服务器没有及时应答"),
    (ConnectionError, "与对方服务器的连接已断开"),
    (OSError, "网络不通"),
]
OTHER = "发送时出错（{}）。"


def sentence(error: BaseException) -> str:
    """The reason in one sentence with the numbers of the answer; never what the other side said."""
    if isinstance(error, RejectedError):
        return str(error)[:300]
    for kind, text in SENTENCES:
        if isinstance(error, kind):
            return f"{text}{_numbers(error)}。"
    return OTHER.format(type(error).__name__[:60])


def _numbers(error: BaseException) -> str:
    """`（550 5.1.1）`: code and enhanced code (RFC 3463) of the answer, if there are any."""
    code, reply = getattr(error, "smtp_code", None), getattr(error, "smtp_error", "")
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, reply = next(iter(error.recipients.values()), (None, ""))
    if not isinstance(code, int):
        return ""
    text = reply.decode("ascii", "replace") if isinstance(reply, bytes) else str(reply)
    enhanced = re.match(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}\b", text)
    return f"（{code} {enhanced[0]}）" if enhanced else f"（{code}）"

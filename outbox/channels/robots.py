"""Robots of group chats: 企业微信, 钉钉, 飞书, each told and signed in its own way.

The address of a robot is a secret: who has it can write to the group. It comes from the
environment (`ROBOTS`), and is in no row of the ledger, no log line and no error.
"""

import base64
import hashlib
import hmac
import http.client
import json
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings

from outbox import http as outbox_http
from outbox.errors import RejectedError
from outbox.models import Channel

# The only machines that are spoken to: whatever ROBOTS says, it cannot lead anywhere else.
HOSTS = {
    Channel.WECOM: ("qyapi.weixin.qq.com", 443),
    Channel.DINGTALK: ("oapi.dingtalk.com", 443),
    Channel.FEISHU: ("open.feishu.cn", 443),
}
TIMEOUT = 5  # seconds for everything, from the name to the last byte
PER_MINUTE = 18  # 企业微信 and 钉钉 take 20 a minute; 钉钉 then blocks for ten
GONE = "这个机器人已经不在设置里了（ROBOTS）。"
ODD_STATUS = "机器人的服务器答复异常（HTTP {}）。"
UNREADABLE = "机器人的服务器答复看不懂，不能确定消息已经收到。"
REFUSED = "机器人没有收下消息（{}）。"
NO_NUMBER = "没有编号"


@dataclass(frozen=True)
class Robot:
    """One robot; `label` is how ledger and desk name it."""

    channel: Channel
    label: str
    token: str
    secret: str

    def __repr__(self):
        return f"<Robot {self.label}>"


def configured() -> list[Robot]:
    """The robots of `ROBOTS`, numbered for each kind: wecom-1, wecom-2, feishu-1."""
    found: list[Robot] = []
    numbers: dict[Channel, int] = {}
    for entry in settings.ROBOTS:
        channel = Channel(entry["kind"])
        numbers[channel] = numbers.get(channel, 0) + 1
        label = f"{channel.value}-{numbers[channel]}"
        found.append(Robot(channel, label, entry["token"], entry["secret"]))
    return found


def send(notice) -> None:
    """Say the text of a notice in the group; RejectedError or OSError where that failed."""
    robot = next((one for one in configured() if one.label == notice.recipient), None)
    if robot is None:
        raise RejectedError(GONE)
    path, body = REQUESTS[robot.channel](robot, notice.payload["text"])
    status, answer = _post(HOSTS[robot.channel], path, json.dumps(body).encode())
    _judge(status, answer)


def _wecom(robot, text):
    path = "/cgi-bin/webhook/send?" + urlencode({"key": robot.token})
    return path, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(robot, text):
    """Signed in the address: HMAC of `ms\\nsecret` under the secret."""
    query = {"access_token": robot.token}
    if robot.secret:
        now = str(round(time.time() * 1000))
        query |= {"timestamp": now, "sign": _hmac(robot.secret, f"{now}\n{robot.secret}")}
    path = "/robot/send?" + urlencode(query)
    return path, {"msgtype": "text", "text": {"content": text}}


def _feishu(robot, text):
    """Signed in the body: HMAC of nothing under `seconds\\nsecret`."""
    body = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        now = str(int(time.time()))
        body |= {"timestamp": now, "sign": _hmac(f"{now}\n{robot.secret}", "")}
    return f"/open-apis/bot/v2/hook/{robot.token}", body


REQUESTS = {Channel.WECOM: _wecom, Channel.DINGTALK: _dingtalk, Channel.FEISHU: _feishu}


def _hmac(key, text):
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _post(host: tuple[str, int], path: str, body: bytes):
    """Status and answer of one POST over TLS, within TIMEOUT as a whole."""
    connection = http.client.HTTPSConnection(*host, timeout=TIMEOUT, context=tls())
    return outbox_http.post(connection, path, body, "application/json; charset=utf-8", TIMEOUT)


def tls() -> ssl.SSLContext:
    """How robots are spoken to: with certificates that the system trusts."""
    return ssl.create_default_context()


def _judge(status, answer):
    """Believe that a message was taken only where status and answer both say so."""
    if status != 200:
        raise RejectedError(ODD_STATUS.format(status))
    try:
        told = json.loads(answer) if len(answer) <= outbox_http.LONGEST_ANSWER else None
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise RejectedError(UNREADABLE)
    code = next((told[name] for name in ("errcode", "code", "StatusCode") if name in told), None)
    if code != 0 or isinstance(code, bool):
        if not isinstance(code, int):
            raise RejectedError(REFUSED.format(NO_NUMBER))
        raise RejectedError(REFUSED.format(code) + HINTS.get(code, ""))


HINTS = {
    45009: "发得太频繁，过一会儿会再试。",
    93000: "机器人的地址不对，或者机器人已被移出群聊。",
    130101: "发得太频繁，过一会儿会再试。",
    300001: "机器人的地址不对，或者机器人已被停用。",
    310000: "机器人的安全设置没有通过：请检查加签密钥、关键词和IP地址。",
    19001: "机器人的地址不对，或者机器人已被移出群聊。",
    19021: "签名没有通过：请检查加签密钥和服务器的时间。",
    19022: "服务器的IP地址不在机器人的白名单里。",
    19024: "机器人设了关键词，消息里没有。",
    11232: "发得太频繁，过一会儿会再试。",
}

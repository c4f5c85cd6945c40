"""Robots of group chats: 企业微信, 钉钉, 飞书, each with its own signature.

The address of a robot is a secret: who has it can write to the group. It comes from the
environment (`ROBOTS`), and is in no row of the ledger, no log line and no error.
"""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPSConnection
from urllib.parse import urlencode

from django.conf import settings

from outbox.base import http, registry
from outbox.base.errors import RejectedError
from outbox.base.registry import Entry

TIMEOUT = 5  # seconds for everything, from the name to the last byte
PER_MINUTE = 18  # 企业微信 and 钉钉 take 20 a minute; 钉钉 then blocks for ten
GONE = "该机器人已不在设置中（ROBOTS）。"
ODD_STATUS = "机器人的服务器答复异常（HTTP {}）。"
UNREADABLE = "无法识别机器人服务器的答复，不能确定消息已经收到。"
REFUSED = "机器人未接收消息（{}）。"
NO_NUMBER = "没有编号"
OFTEN = "发送过于频繁，稍后自动重试。"


@dataclass(frozen=True)
class Robot:
    """One robot of the settings; `label` is how ledger and desk name it: wecom-1, wecom-2."""

    channel: "RobotChannel"
    label: str
    token: str
    secret: str

    def __repr__(self) -> str:
        return f"<Robot {self.label}>"


Request = Callable[[Robot, str], tuple[str, dict[str, object]]]


@dataclass
class RobotChannel:
    """A kind of robot.

    `host` is the only machine that is spoken to, over TLS: nothing in `ROBOTS` leads elsewhere.
    `request` makes path and body of the message, signed if the robot has a secret. `hints` say
    what to do about a number with which a message was refused; `key` is what people call the
    secret part of the address.
    """

    name: str
    label: str
    host: str
    request: Request
    hints: Mapping[int, str]
    key: str = "令牌"
    is_signed: bool = True
    per_minute: int | None = PER_MINUTE

    def robots(self) -> list[Robot]:
        """Those of this kind in the settings."""
        entries = [entry for entry in settings.ROBOTS if entry["kind"] == self.name]
        return [
            Robot(self, f"{self.name}-{number}", entry["token"], entry["secret"])
            for number, entry in enumerate(entries, 1)
        ]

    def send(self, notice: Entry) -> None:
        """Say the text of a notice in the group; RejectedError or OSError where that failed."""
        robot = next((one for one in self.robots() if one.label == notice.recipient), None)
        if robot is None:
            raise RejectedError(GONE)
        path, body = self.request(robot, notice.payload["text"])
        kind = "application/json; charset=utf-8"
        answer = http.post(connect(self.host), path, json.dumps(body).encode(), kind, TIMEOUT)
        self._judge(*answer)

    def _judge(self, status: int, answer: bytes) -> None:
        """Believe that a message was taken only where status and answer both say so."""
        if status != 200:
            raise RejectedError(ODD_STATUS.format(status))
        said = http.json_object(answer)
        if said is None:
            raise RejectedError(UNREADABLE)
        codes = (said[name] for name in ("errcode", "code", "StatusCode") if name in said)
        code = next(codes, None)
        if not isinstance(code, int):
            raise RejectedError(REFUSED.format(NO_NUMBER))
        if code != 0 or isinstance(code, bool):
            raise RejectedError(REFUSED.format(code) + self.hints.get(code, ""))


def connect(host: str) -> HTTPSConnection:
    """A connection to a robot's host, not open yet."""
    return HTTPSConnection(host, timeout=TIMEOUT, context=http.tls())


def hmac_of(key: str, text: str) -> str:
    """HMAC-SHA256 in base64, with which robots are signed."""
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


# 企业微信: the key stands in the address, nothing is signed.


def _wecom_request(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    path = "/cgi-bin/webhook/send?" + urlencode({"key": robot.token})
    return path, {"msgtype": "text", "text": {"content": text}}


registry.add(
    RobotChannel(
        name="wecom",
        label="企业微信",
        host="qyapi.weixin.qq.com",
        request=_wecom_request,
        key="密钥",
        is_signed=False,
        hints={45009: OFTEN, 93000: "机器人地址有误，或机器人已被移出群聊。"},
    )
)


# 钉钉: signed in the address, by the HMAC of `ms\nsecret` under the secret.


def _dingtalk_request(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    query = {"access_token": robot.token}
    if robot.secret:
        now = str(round(time.time() * 1000))
        query |= {"timestamp": now, "sign": hmac_of(robot.secret, f"{now}\n{robot.secret}")}
    path = "/robot/send?" + urlencode(query)
    return path, {"msgtype": "text", "text": {"content": text}}


registry.add(
    RobotChannel(
        name="dingtalk",
        label="钉钉",
        host="oapi.dingtalk.com",
        request=_dingtalk_request,
        hints={
            130101: OFTEN,
            300001: "机器人地址有误，或机器人已停用。",
            310000: "未通过机器人的安全设置：请检查加签密钥、关键词和IP地址。",
        },
    )
)


# 飞书: signed in the body, by the HMAC of nothing under `seconds\nsecret`.


def _feishu_request(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        now = str(int(time.time()))
        body |= {"timestamp": now, "sign": hmac_of(f"{now}\n{robot.secret}", "")}
    return f"/open-apis/bot/v2/hook/{robot.token}", body


registry.add(
    RobotChannel(
        name="feishu",
        label="飞书",
        host="open.feishu.cn",
        request=_feishu_request,
        hints={
            19001: "机器人地址有误，或机器人已被移出群聊。",
            19021: "签名未通过：请检查加签密钥和服务器的时间。",
            19022: "服务器的IP地址不在机器人的白名单里。",
            19024: "机器人设有关键词，消息中没有。",
            11232: OFTEN,
        },
    )
)

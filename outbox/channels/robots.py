"""Robots of group chats: 企业微信, 钉钉, 飞书, each with its own signature.

The address of a robot is a secret: who has it can write to the group. It comes from the
environment (`ROBOTS`), and is in no row of the ledger, no log line and no error.
"""

import base64
import hashlib
import hmac
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings

from outbox.base import http
from outbox.base.errors import CODES, RejectedError

TIMEOUT = 5  # seconds for everything, from the name to the last byte
PER_MINUTE = 18  # 企业微信 and 钉钉 take 20 a minute; 钉钉 then blocks for ten
GONE = "该机器人已不在设置中（ROBOTS）。"
ODD_STATUS = "机器人的服务器答复异常（HTTP {}）。"
UNREADABLE = "无法识别机器人服务器的答复，不能确定消息已经收到。"
REFUSED = "机器人未接收消息（{}）。"
NO_NUMBER = "没有编号"


@dataclass(frozen=True)
class Robot:
    """One robot of the settings; `label` is how ledger and desk name it: wecom-1, wecom-2."""

    channel: "RobotChannel"
    label: str
    token: str = field(repr=False)
    secret: str = field(repr=False)


@dataclass
class RobotChannel:
    """A kind of robot: `request` makes path and body for `host`, and no other one.

    `key` is what people call the token.
    """

    name: str
    label: str
    host: str
    request: Callable[[Robot, str], tuple[str, dict[str, object]]]
    key: str = "令牌"
    is_signed: bool = True
    per_minute: int | None = PER_MINUTE

    def send(self, recipient: str, payload: dict[str, str], dedupe_key: str) -> None:
        """Say the text of a notice in the group; RejectedError or OSError where that failed."""
        robot = next((one for one in configured_robots() if one.label == recipient), None)
        if robot is None:
            raise RejectedError(GONE)
        path, body = self.request(robot, payload["text"])
        connection = http.connect(self.host, TIMEOUT)
        data = json.dumps(body).encode()
        status, answer = http.post(connection, path, data, http.JSON, TIMEOUT)
        # Believed to be taken only where status and answer both say so.
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
            raise RejectedError(REFUSED.format(code) + CODES[self.name].get(str(code), ""))


def hmac_of(key: str, text: str) -> str:
    """HMAC-SHA256 in base64, with which robots are signed."""
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _wecom(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    """The key stands in the address, nothing is signed."""
    path = "/cgi-bin/webhook/send?" + urlencode({"key": robot.token})
    return path, {"msgtype": "text", "text": {"content": text}}


def _dingtalk(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    """Signed in the address, by the HMAC of `ms\\nsecret` under the secret."""
    query = {"access_token": robot.token}
    if robot.secret:
        now = str(round(time.time() * 1000))
        query |= {"timestamp": now, "sign": hmac_of(robot.secret, f"{now}\n{robot.secret}")}
    path = "/robot/send?" + urlencode(query)
    return path, {"msgtype": "text", "text": {"content": text}}


def _feishu(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    """Signed in the body, by the HMAC of nothing under `seconds\\nsecret`."""
    body: dict[str, object] = {"msg_type": "text", "content": {"text": text}}
    if robot.secret:
        now = str(int(time.time()))
        body |= {"timestamp": now, "sign": hmac_of(f"{now}\n{robot.secret}", "")}
    return f"/open-apis/bot/v2/hook/{robot.token}", body


ROBOTS = {
    one.name: one
    for one in (
        RobotChannel("wecom", "企业微信", "qyapi.weixin.qq.com", _wecom, "密钥", False),
        RobotChannel("dingtalk", "钉钉", "oapi.dingtalk.com", _dingtalk),
        RobotChannel("feishu", "飞书", "open.feishu.cn", _feishu),
    )
}


def configured_robots() -> list[Robot]:
    """The robots of the setting `ROBOTS`, in its order; each kind is numbered by itself."""
    seen: Counter[str] = Counter()
    found = []
    for entry in settings.ROBOTS:
        kind = entry["kind"]
        seen[kind] += 1
        label = f"{kind}-{seen[kind]}"
        found.append(Robot(ROBOTS[kind], label, entry["token"], entry["secret"]))
    return found

"""钉钉: signed in the address, by the HMAC of `ms\\nsecret` under the secret."""

import time
from urllib.parse import urlencode

from outbox.channels import registry
from outbox.channels.robots import OFTEN, Robot, RobotChannel, hmac_of


def _request(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
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
        request=_request,
        hints={
            130101: OFTEN,
            300001: "机器人地址有误，或机器人已停用。",
            310000: "未通过机器人的安全设置：请检查加签密钥、关键词和IP地址。",
        },
    )
)

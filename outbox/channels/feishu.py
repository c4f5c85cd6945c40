"""飞书: signed in the body, by the HMAC of nothing under `seconds\\nsecret`."""

import time

from outbox.channels import registry
from outbox.channels.robots import OFTEN, Robot, RobotChannel, hmac_of


def _request(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
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
        request=_request,
        hints={
            19001: "机器人地址有误，或机器人已被移出群聊。",
            19021: "签名未通过：请检查加签密钥和服务器的时间。",
            19022: "服务器的IP地址不在机器人的白名单里。",
            19024: "机器人设有关键词，消息中没有。",
            11232: OFTEN,
        },
    )
)

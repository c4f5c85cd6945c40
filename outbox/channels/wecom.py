"""企业微信: the key stands in the address, nothing is signed."""

from urllib.parse import urlencode

from outbox.channels import registry
from outbox.channels.robots import OFTEN, Robot, RobotChannel


def _request(robot: Robot, text: str) -> tuple[str, dict[str, object]]:
    path = "/cgi-bin/webhook/send?" + urlencode({"key": robot.token})
    return path, {"msgtype": "text", "text": {"content": text}}


registry.add(
    RobotChannel(
        name="wecom",
        label="企业微信",
        host="qyapi.weixin.qq.com",
        request=_request,
        key="密钥",
        is_signed=False,
        hints={45009: OFTEN, 93000: "机器人地址有误，或机器人已被移出群聊。"},
    )
)

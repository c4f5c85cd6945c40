"""How a notice reaches people. A new channel is a file in this folder and a line in this one."""
# ruff: noqa: F401, I001  (each file adds its channel; their order is the one on the desk)

from django.conf import settings

from outbox.channels import mail
from outbox.channels import sms
from outbox.channels import robots
from outbox.base.registry import CHANNELS
from outbox.channels.robots import Robot, RobotChannel

ROBOTS = {name: one for name, one in CHANNELS.items() if isinstance(one, RobotChannel)}


def configured_robots() -> list[Robot]:
    """The robots of the setting `ROBOTS`, in its order."""
    left = {name: iter(channel.robots()) for name, channel in ROBOTS.items()}
    return [next(left[entry["kind"]]) for entry in settings.ROBOTS]

"""How a notice reaches people. A new channel is a file in this folder and a line in this one."""

from outbox.base.registry import Channel
from outbox.channels.mail import MAIL
from outbox.channels.robots import ROBOTS, configured_robots  # noqa: F401
from outbox.channels.sms import SMS

# By name, in the order in which the desk shows them.
CHANNELS: dict[str, Channel] = {MAIL.name: MAIL, SMS.name: SMS, **ROBOTS}

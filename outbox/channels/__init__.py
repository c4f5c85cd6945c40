"""How a notice reaches people. A new channel is a file in this folder and a line in this one."""

from outbox.channels.mail import MAIL, Mail
from outbox.channels.robots import ROBOTS, RobotChannel, configured_robots  # noqa: F401
from outbox.channels.sms import SMS, Sms
from outbox.channels.webhook import WEBHOOK, Webhook

# By name, in the order in which the desk shows them. `send` raises, or returns what the row is to
# store once it was taken, by its fields; `per_minute` is what one recipient takes, None for all.
CHANNELS: dict[str, Mail | Sms | RobotChannel | Webhook] = {
    MAIL.name: MAIL,
    SMS.name: SMS,
    **ROBOTS,
    WEBHOOK.name: WEBHOOK,
}

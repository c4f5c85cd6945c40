"""Mail that no server is there to take is neither sent nor waiting.

What earlier releases printed and called sent cannot be told from what was sent: it stays.
"""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("outbox", "0002_channels")]

    operations = [
        migrations.AddField(
            "notice",
            "unsent_at",
            models.DateTimeField("未寄出", blank=True, null=True),
        ),
        migrations.AddConstraint(
            "notice",
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(unsent_at__isnull=True),
                name="outbox_sent_or_unsent",
                violation_error_message="通知要么已经发出，要么没有寄出，不能两样都是。",
            ),
        ),
    ]

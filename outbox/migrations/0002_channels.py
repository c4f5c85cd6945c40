"""A new channel is from here on a change of code alone: its choices are asked of a function."""

from django.db import migrations, models

import outbox.models


class Migration(migrations.Migration):
    dependencies = [("outbox", "0001_initial")]

    operations = [
        migrations.AlterField(
            "notice",
            "channel",
            models.CharField("渠道", choices=outbox.models.channel_choices, max_length=10),
        ),
    ]

"""All changes of tables after 0.1.0, as makemigrations wrote them, an operation a line."""

import outbox.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.AddField(model_name='notice', name='delivery', field=models.CharField(blank=True, choices=[('delivered', '已送达'), ('failed', '未送达'), ('unknown', '没有回执')], db_default='', default='', max_length=10, verbose_name='送达')),
        migrations.AddField(model_name='notice', name='receipt', field=models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='短信编号')),
        migrations.AddField(model_name='notice', name='report_due_at', field=models.DateTimeField(blank=True, null=True, verbose_name='查回执的时间')),
        migrations.AddField(model_name='notice', name='unsent_at', field=models.DateTimeField(blank=True, null=True, verbose_name='未寄出')),
        migrations.AlterField(model_name='notice', name='channel', field=models.CharField(choices=outbox.models.channel_choices, max_length=10, verbose_name='渠道')),
        migrations.AddIndex(model_name='notice', index=models.Index(condition=models.Q(('report_due_at__isnull', False)), fields=['report_due_at'], name='outbox_reports')),
        migrations.AddConstraint(model_name='notice', constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', True), ('unsent_at__isnull', True), _connector='OR'), name='outbox_sent_or_unsent', violation_error_message='通知要么已经发出，要么没有寄出，不能两样都是。')),
        migrations.AddConstraint(model_name='notice', constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), models.Q(('delivery', ''), ('report_due_at__isnull', True)), _connector='OR'), name='outbox_delivery_of_sent', violation_error_message='没有发出的短信，不会有回执。')),
    ]

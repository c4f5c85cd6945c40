"""What became of a text message; columns that a release before this one leaves empty."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0003_unsent'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='delivery',
            field=models.CharField(blank=True, choices=[('delivered', '已送达'), ('failed', '未送达'), ('unknown', '没有回执')], db_default='', default='', max_length=10, verbose_name='送达'),
        ),
        migrations.AddField(
            model_name='notice',
            name='receipt',
            field=models.CharField(blank=True, db_default='', default='', max_length=64, verbose_name='短信编号'),
        ),
        migrations.AddField(
            model_name='notice',
            name='report_due_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='查回执的时间'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('report_due_at__isnull', False)), fields=['report_due_at'], name='outbox_reports'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), models.Q(('delivery', ''), ('report_due_at__isnull', True)), _connector='OR'), name='outbox_delivery_of_sent', violation_error_message='没有发出的短信，不会有回执。'),
        ),
    ]

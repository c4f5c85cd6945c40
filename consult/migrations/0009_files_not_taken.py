from django.db import migrations, models


class Migration(migrations.Migration):
    """How many files of a message a quota refused; no message from before had any."""

    dependencies = [
        ('consult', "0008_login_attempts_forgotten"),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='files_refused',
            field=models.PositiveSmallIntegerField(default=0, editable=False, verbose_name='未收下的附件数'),
        ),
    ]

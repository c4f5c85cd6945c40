"""A further kind of event: erased again, after an old copy of the database was put back."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consult', '0002_groups'),
    ]

    operations = [
        migrations.AlterField(
            model_name='event',
            name='kind',
            field=models.CharField(choices=[('received', '收到咨询'), ('opened', '打开查看'), ('replied', '答复'), ('reply_withdrawn', '撤回答复'), ('client_wrote', '咨询人补充'), ('client_opened', '咨询人查看'), ('client_exported', '咨询人下载全部内容'), ('consent_given', '咨询人给予同意'), ('consent_withdrawn', '咨询人撤回同意'), ('notices_stopped', '咨询人停止邮件提醒'), ('released', '确认为正常咨询'), ('closed', '结束咨询'), ('reopened', '重新打开'), ('noted', '添加备注'), ('assigned', '分派'), ('shared', '设置协办人'), ('conflict_found', '发现可能的利益冲突'), ('conflict_opened', '打开利益冲突审查'), ('conflict_allowed', '利益冲突审查：可以受理'), ('conflict_declined', '利益冲突审查：不受理'), ('limitation_set', '修改时效届满日'), ('file_opened', '下载附件'), ('exported', '导出咨询'), ('held', '暂停删除'), ('unheld', '取消暂停删除'), ('client_erased', '咨询人删除内容'), ('purged', '到期删除内容'), ('erased_again', '恢复备份后再次删除内容')], max_length=20, verbose_name='事件'),
        ),
    ]

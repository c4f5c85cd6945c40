"""Forms of numbers that the authorities give out; each message says what is expected."""

from django.core.validators import RegexValidator

PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

lawyer_licence = RegexValidator(
    r"^[0-9]{17}\Z", "律师执业证号是17位数字，请对照执业证填写。", "licence"
)
firm_licence = RegexValidator(
    r"^[0-9A-Z]{10,20}\Z", "执业许可证号由数字和大写字母组成（一般为18位），请对照许可证填写。"
)
icp_number = RegexValidator(
    rf"^(?:[{PROVINCES}]ICP备[0-9]{{6,12}}号(?:-[0-9]{{1,3}})?|[{PROVINCES}]ICP证[0-9]{{6,12}}号"
    rf"|[{PROVINCES}][A-Z][0-9]-[0-9]{{8}}(?:-[0-9]{{1,3}})?)\Z",
    "备案号应形如苏ICP备12345678号-1，请从备案系统复制。",
)
police_number = RegexValidator(
    rf"^[{PROVINCES}]公网安备 ?[0-9]{{14}}号\Z", "公安备案号应形如苏公网安备32010002000001号。"
)
qq_number = RegexValidator(r"^[1-9][0-9]{4,10}\Z", "QQ号是5到11位数字，第一位不是0。")
wechat_id = RegexValidator(
    r"^[A-Za-z][-_A-Za-z0-9]{5,19}\Z",
    "微信号以字母开头，由6到20个字母、数字、下划线或减号组成。",
)
verification_code = RegexValidator(
    r"^[A-Za-z0-9_-]{4,60}\Z",
    "验证码由字母、数字、减号和下划线组成，只填标签里最后一对引号中的内容。",
)

"""Validators: numbers that the authorities give out, host names."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

# Host names as a lawyer has them: kept as the Domain Name System knows them (RFC 5891).

LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
NAME = re.compile(rf"(?:{LABEL}\.)+(?=[a-z])({LABEL})")
LOCAL = {"localhost", "127.0.0.1", "[::1]", "::1"}
OUR_OWN = "这是本站的域名，请填写这位律师的其他域名。"


def tidy(typed):
    """The name in small letters; a Chinese one in the form that begins with xn--."""
    name = typed.strip().replace("。", ".").rstrip(".").lower()
    try:
        return name.encode("idna").decode("ascii") if not name.isascii() else name
    except UnicodeError:
        return name


def check(name):
    """Refuse what is no host name, or one that the firm's own site has."""
    if not NAME.fullmatch(name) or len(name) > 100:
        raise ValidationError("只填域名，例如www.linlvshi.cn，不带https://，也不带斜杠和端口。")
    if name in {settings.SITE_HOST, *LOCAL}:
        raise ValidationError(OUR_OWN)


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
wechat_service = RegexValidator(
    r"^https://work\.weixin\.qq\.com/kfid/[A-Za-z0-9_-]{4,80}(?:\?[A-Za-z0-9_=&%.-]{1,100})?\Z",
    "只接受https://work.weixin.qq.com/kfid/开头的链接，请从企业微信后台“微信客服”的接入链接复制。",
)
verification_code = RegexValidator(
    r"^[A-Za-z0-9_-]{4,60}\Z",
    "验证码由字母、数字、减号和下划线组成，只填标签里最后一对引号中的内容。",
)

"""Why a post may be a machine's: decoy, time trap, forged token."""

from consult import tokens


def of(data) -> str:
    """The reasons for doubt in a post, joined for staff; empty for a person's."""
    token = tokens.read(data["token"])
    found = [
        (data["website"], "填写了隐藏栏"),
        (not token.valid, "表单凭证无效"),
        (token.valid and token.too_fast, "提交过快"),
    ]
    return "、".join(reason for doubt, reason in found if doubt)

"""What cannot be done now; the text of each is a sentence for the person who tried."""

TOO_OFTEN = "提交过于频繁，请稍后再提交，您填写的内容仍在下面。"


class NotAllowedError(Exception):
    """An action that the state of the consultation does not allow; its text is for people."""


class MissingKeyError(NotAllowedError):
    """Nothing confidential can be stored now, because a key is missing or another one."""

    def __init__(self):
        super().__init__(
            "网站暂时不能保存咨询内容，您填写的内容没有发出，请保存底稿，稍后重试；情况紧急的，请直接打电话。"
        )

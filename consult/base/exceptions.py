"""What cannot be done now; the text of each is a sentence for the person who tried."""

TOO_OFTEN = "提交得太频繁了，请过一会儿再提交，您写的内容还在下面。"


class NotAllowedError(Exception):
    """An action that the state of the consultation does not allow; its text is for people."""


class MissingKeyError(NotAllowedError):
    """Nothing confidential can be stored now, because a key is missing or another one."""

    def __init__(self):
        super().__init__(
            "网站暂时不能保存咨询内容，您写的没有发出，请留好底稿稍后再试；着急的事请直接打电话。"
        )

"""忘记密码: a new password by a link, for who has the mailbox of the account."""

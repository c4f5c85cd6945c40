"""待复核: what the law has left behind in the texts of the firm, and who decided what about it."""

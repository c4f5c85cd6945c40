"""A file of the operator's that cannot be read, whatever was to be read from it."""


class UnreadableFileError(Exception):
    """Why a file is refused, in a sentence for the operator; `line` counts from 1, 0 for none."""

    def __init__(self, words: str, line: int = 0):
        super().__init__(words)
        self.words, self.line = words, line

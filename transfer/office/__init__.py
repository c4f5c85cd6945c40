"""Articles that the office imports: taken, looked at, confirmed, stored, taken back.

`uploads` keeps what was sent, `unpacking` lays it into a folder, `lines` writes the report,
`working` is the worker's part, `taking_back` undoes a whole import.
"""

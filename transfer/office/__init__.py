"""Articles that the office imports: taken, looked at, confirmed, stored, taken back.

`uploads` keeps what was sent, `lines` writes the report, `working` is the worker's part,
`taking_back` undoes a whole import.
"""

"""Articles that the office imports: taken, looked at, confirmed, stored, taken back.

`uploads` keeps what was sent, `working` is the worker's part and its report, `taking_back` undoes a
whole import.
"""

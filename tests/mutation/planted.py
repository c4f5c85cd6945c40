"""What `test_mutation.py` changes: one function that is tested, one that is only run."""


def is_grown_up(age):
    return age >= 18


def greeting(name):
    if name:
        return f"您好，{name}"
    return "您好"

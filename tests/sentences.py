"""Sentences of models and forms, found by where they stand, so that no test has to retype them."""


def of_constraint(model, name):
    """What a person is told who breaks a constraint of the database."""
    return next(one.violation_error_message for one in model._meta.constraints if one.name == name)


def of_field(form, name, code):
    """What a field of a form says about input that is wrong in the way that `code` names."""
    return form.base_fields[name].error_messages[code]

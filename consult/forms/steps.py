"""A form that is filled in a step at a time: what was typed travels in the page, in the parts that
are hidden, and is stored nowhere before the last step sends it."""

from contextlib import suppress

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import OperationalError

from consult.base.policy import MissingKeyError
from consult.files import attachments, types
from consult.forms.attachments import GONE, LOST, KeepsFiles

NEXT, STEP = "next", "step"  # the one that is left, checked; the one that is shown, unchecked
SHOW = "show_facts"  # the button that shows the questions of the area that was chosen, in step 2
NAMES = ["事情", "类别", "联系", "核对"]
LAST = len(NAMES)
NOTHING = "没有填写"


class InSteps(KeepsFiles):
    """A form in four steps; a post that names none is the whole form, to be sent."""

    steps: dict[str, int] = {}  # of fields by their names; all others are in the last one
    plain: tuple[str, ...] = ()  # fields that are read again without their label

    @property
    def is_shown_again(self) -> bool:
        """Whether the post only goes on to another step, and sends nothing."""
        return self.is_bound and (0 < self.left < LAST or STEP in self.data or SHOW in self.data)

    @property
    def left(self) -> int:
        """The step that is left for the next one, which wants it in order; 0 for none."""
        return _number(self.data.get(NEXT)) if self.is_bound and NEXT in self.data else 0

    def step_of(self, name: str) -> int:
        return self.steps.get(name, LAST)

    @property
    def shown(self) -> set[int]:
        """The steps on the page: those with something to mend together, so that what is said of a
        field leads to it; else the one that was asked for."""
        if not self.is_bound:
            return {1}
        fields = [name for name in self.errors if name != NON_FIELD_ERRORS]
        checked = self.left if self.is_shown_again else LAST
        wrong = {step for step in map(self.step_of, fields) if step <= checked}
        return wrong or {self._wanted}

    @property
    def _wanted(self) -> int:
        if SHOW in self.data:
            return 2
        return (
            _number(self.data.get(STEP))
            if STEP in self.data
            else min((self.left or LAST) + 1, LAST)
        )

    @property
    def step(self) -> int:
        return max(self.shown)

    stages = NAMES

    @property
    def stage(self) -> str:
        return NAMES[self.step - 1]

    def full_clean(self) -> None:
        """What comes after the step that is left has nothing to mend yet; what is said of the whole
        form is said at once. Files are chosen in the last step and go with the whole form alone."""
        super().full_clean()
        if not self.is_shown_again:
            return
        later = {name for name in self.errors if self.step_of(name) > self.left}
        for name in later - {NON_FIELD_ERRORS}:
            del self.errors[name]
        chosen = [*(one.name for one in self.uploads), *filter(None, self.data.getlist("files"))]
        self._say(*[types.sentence(types.shown_name(name), LOST) for name in chosen])

    def park(self, address, consultation=None):
        """Between two steps nothing is stored; what waits since a refusal goes on waiting."""
        if not self.is_shown_again:
            super().park(address, consultation)
        elif kept := self.cleaned_data["kept"]:
            with suppress(OperationalError, MissingKeyError):
                self.parked = attachments.waiting(self.owner, kept)
                if len(self.parked) < len(kept):
                    self._say(GONE)

    def review(self) -> list[tuple[int, str, str]]:
        """What was written in each step but the last, to be read again before it is sent."""
        steps = list(enumerate(NAMES, 1))[:-1]
        return [(step, name, "\n".join(self._written(step)) or NOTHING) for step, name in steps]

    def _written(self, step):
        for name in list(self.fields) if self.is_bound else []:
            value = self.cleaned_data.get(name, True) and self[name].value()
            if self.step_of(name) == step and value:
                choices = getattr(self[name].field, "choices", [])
                words = {str(key): said for key, said in choices}.get(str(value), value)
                yield words if name in self.plain else f"{self[name].label.rstrip('？')}：{words}"


def _number(posted) -> int:
    return int(posted) if str(posted) in {"1", "2", "3", "4"} else 1

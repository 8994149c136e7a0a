"""A question that earns by what the decision is worth, against the best and against doing nothing.

Its solution defines, beside the best decision (`q3 = {"gold", "iron"}`):

    def worth(decision): ...      # what a decision brings; ValueError: it cannot be carried out
    nothing = set()               # the decision to do nothing
    options = set(tiers.index)    # what a decision may name, where that is a choice

The best earns all points, doing nothing none, and what lies between in proportion; from 99.5 % on
it is as good as the best. What is worth less than nothing earns nothing, too: a bad decision takes
no points from another question.
"""

import ast
import math
from collections.abc import Collection
from typing import Any

from crmkit.course.exercises.answers import Encoded, encode, plain
from crmkit.course.exercises.compare import by_reference
from crmkit.course.exercises.slips import some


class Unfit(Exception):
    """Why this is no decision: `what` is the key of the message, `values` fill it."""

    def __init__(self, what: str, **values: object):
        super().__init__(f"{what}: {values}")
        self.what, self.values = what, values


class Scale:
    """What decisions are worth, from the names that a solution has set.

    Raises ValueError when the best decision is not worth more than doing nothing.
    """

    def __init__(self, name: str, solved: dict[str, Any]):
        if "nothing" not in solved:
            raise ValueError(f"{name}: the solution defines `worth`, but not `nothing`")
        self._worth, self._options = solved["worth"], solved.get("options", ())
        self.reference = encode(solved[name])
        self.nothing = encode(solved["nothing"])
        self.best_worth = self.worth(self.reference)
        self.nothing_worth = self.worth(self.nothing)
        if not self.best_worth > self.nothing_worth:
            raise ValueError(
                f"{name}: the best decision is worth {self.best_worth}, doing nothing "
                f"{self.nothing_worth}: no decision earns anything"
            )

    def worth(self, answer: Encoded) -> float:
        """What this decision brings. Unfit: it names no option, or cannot be carried out."""
        try:
            return float(self._worth(self._decision(answer)))
        except (ValueError, LookupError, TypeError, ArithmeticError) as error:
            raise Unfit("cannot", why=str(error)[:200] or type(error).__name__) from None

    def share(self, worth: float) -> float:
        """The part of the points that this worth earns, from 0 to 1."""
        part = (worth - self.nothing_worth) / (self.best_worth - self.nothing_worth)
        return 0.0 if math.isnan(part) else min(max(part, 0.0), 1.0)

    def _decision(self, answer: Encoded) -> Any:
        """The answer as plain Python in the form of the reference, options as they are written."""
        kind = self.reference["kind"]
        labels = dict.fromkeys(_labels(answer))
        written = dict(zip(labels, by_reference(list(labels), list(self._options)), strict=True))
        unknown = sorted(set(written.values()) - set(self._options))
        if self._options and unknown:
            raise Unfit("options", unknown=some(unknown), options=_listed(self._options))
        decision = plain(answer)
        if kind == "set":
            return {written.get(one, one) for one in decision}
        if kind in ("dict", "series"):
            return {written.get(label, label): part for label, part in decision.items()}
        return written.get(decision, decision) if kind == "text" else decision


def defined_by(solution: str) -> bool:
    """Whether this solution makes its question one of decision: it defines `worth`."""
    steps = ast.parse(solution).body
    return any(isinstance(step, ast.FunctionDef) and step.name == "worth" for step in steps)


def _labels(answer: Encoded) -> list[str]:
    """What a decision names: its text, the texts of its list or set, the labels of its dict."""
    if answer["kind"] == "text":
        return [answer["value"]]
    if answer["kind"] in ("dict", "series"):
        return answer["labels"]
    return [one["value"] for one in answer.get("values", []) if one["kind"] == "text"]


def _listed(options: Collection[str]) -> str:
    """The options in their order, or sorted where they have none; not a thousand of them."""
    return some(sorted(options) if isinstance(options, set | frozenset) else list(options))

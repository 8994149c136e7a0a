"""The cleaning report: what became of every row and of every cent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from html import escape

import pandas as pd

# Actions that leave the rows in the log: such a rule only counts.
STAYING = ("kept", "not applied")


@dataclass(frozen=True)
class Rule:
    """One rule of the report: the order lines it took out of the log and their money."""

    name: str
    rows: int
    money: Decimal
    action: str


@dataclass(frozen=True, repr=False)
class Report:
    """What became of every row and every cent of the source?

    Money is exact inside: `unexplained` is money in, less money out, less all that the rules
    report, in decimal arithmetic, and is 0. `money_in`, `money_out` and `table` show floats.

    Attributes
    ----------
    rows_in, rows_out : int
        Lines of the source and of the order log.
    exact_money_in, exact_money_out : Decimal
        Sum of their amounts, in currency units.
    rules : tuple of Rule
        In the order in which they were applied; `table` shows them.
    notes : tuple of str
        How the source was read: encoding, columns, order of day and month.

    Examples
    --------
    >>> report = Report(2, 1, Decimal("7.5"), Decimal("5"),
    ...                 (Rule("missing customer", 1, Decimal("2.5"), "dropped"),), ())
    >>> report.table.loc["missing customer", "money"].item()
    2.5
    >>> report.unexplained
    Decimal('0.0')
    """

    rows_in: int
    rows_out: int
    exact_money_in: Decimal
    exact_money_out: Decimal
    rules: tuple[Rule, ...]
    notes: tuple[str, ...]

    @property
    def money_in(self) -> float:
        """Sum of all readable amounts of the source, in currency units."""
        return float(self.exact_money_in)

    @property
    def money_out(self) -> float:
        """Sum of the amounts of the order log, in currency units."""
        return float(self.exact_money_out)

    @property
    def table(self) -> pd.DataFrame:
        """One row a rule, in the order in which the rules are applied.

        `rows` counts order lines, `money` is theirs in currency units, and `action` says what was
        done: all but "kept" and "not applied" take their rows and money out of the log, so that
        rows and money in are rows and money out plus those lines of this table. A row is counted
        by the first rule that hits it. Rows below zero were added to the log.
        """
        return pd.DataFrame(
            {
                "rows": pd.array([rule.rows for rule in self.rules], dtype="int64"),
                "money": [float(rule.money) for rule in self.rules],
                "action": pd.array([rule.action for rule in self.rules], dtype="str"),
            },
            index=pd.Index([rule.name for rule in self.rules], name="rule", dtype="str"),
        ).astype({"rows": "int64"})

    @property
    def unexplained(self) -> Decimal:
        """Money in, less money out, less what the rules report: exactly 0."""
        reported = (rule.money for rule in self.rules if rule.action not in STAYING)
        return self.exact_money_in - self.exact_money_out - sum(reported, Decimal(0))

    @property
    def unexplained_rows(self) -> int:
        """Rows in, less rows out, less the rows that the rules took out: exactly 0."""
        taken = (rule.rows for rule in self.rules if rule.action not in (*STAYING, "rounded"))
        return self.rows_in - self.rows_out - sum(taken)

    def __str__(self) -> str:
        lines = [(name, f"{rows:,}", money, action) for name, rows, money, action in self._shown()]
        widths = [max(len(line[column]) for line in lines) for column in range(3)]
        text = [
            f"{name:<{widths[0]}}  {rows:>{widths[1]}}  {money:>{widths[2]}}  {action}".rstrip()
            for name, rows, money, action in lines
        ]
        head = f"{'Cleaning report':<{widths[0]}}  {'rows':>{widths[1]}}  {'money':>{widths[2]}}"
        return "\n".join([head, *text, *(f"- {note}" for note in self.notes)])

    __repr__ = __str__

    def _repr_html_(self) -> str:
        body = "".join(
            f"<tr><th style='text-align:left'>{escape(name)}</th><td>{rows:,}</td>"
            f"<td>{money}</td><td style='text-align:left'>{escape(action)}</td></tr>"
            for name, rows, money, action in self._shown()
        )
        notes = "".join(f"<li>{escape(note)}</li>" for note in self.notes)
        return (
            "<table><thead><tr><th style='text-align:left'>Cleaning report</th><th>rows</th>"
            "<th>money</th><th style='text-align:left'>action</th></tr></thead>"
            f"<tbody>{body}</tbody></table><ul>{notes}</ul>"
        )

    def _shown(self) -> list[tuple[str, int, str, str]]:
        return [
            ("in the source", self.rows_in, _money(self.exact_money_in), ""),
            *((r.name, r.rows, _money(r.money), r.action) for r in self.rules),
            ("in the order log", self.rows_out, _money(self.exact_money_out), ""),
        ]


def _money(value: Decimal) -> str:
    """Two decimals, or as many as the value needs."""
    cents = value.quantize(Decimal("0.01"))
    return f"{cents if cents == value else value.normalize():,f}"

"""From facts to one page of HTML that holds all it needs."""

import html
from collections.abc import Mapping
from typing import NamedTuple

import pandas as pd
from jinja2 import Environment, PackageLoader, StrictUndefined

import crmkit
from crmkit.report import paragraphs, workbook
from crmkit.report.facts import Facts
from crmkit.report.figures import figures, script
from crmkit.report.remarks import Remark
from crmkit.report.wording import KINDS, Words

__all__ = ["framed", "page", "tables_of"]

SHOWN_COHORT_AGES = 12
TEXTS = ("text", "long")


class Shown(NamedTuple):
    """A table as the page shows it: headings and rows of (kind, text)."""

    title: str
    headings: list[tuple[str, str]]
    rows: list[list[tuple[str, str]]]


class Section(NamedTuple):
    """A part of the page."""

    name: str
    heading: str
    paragraphs: list[str]
    figures: list[tuple[str, str]]
    tables: list[Shown]
    lines: list[str]
    assumes: list[str]


def page(
    facts: Facts,
    said: list[Remark],
    words: Words,
    *,
    tables: Mapping[str, pd.DataFrame],
    margin_rate: float | None,
    masked: bool,
    file: str,
) -> str:
    """The whole page as text.

    Parameters
    ----------
    facts, said
        What there is to say.
    words
        Of the language.
    tables
        From `tables_of`.
    margin_rate
        The share of sales that is left, or None.
    masked
        Whether the ids are.
    file
        The name of what was read; "" for a table in memory.
    """
    drawn = figures(facts, words)
    worded = {name: _worded(name, table, words) for name, table in tables.items()}
    sheets = {
        words("table." + name): ([words.heading(str(one)) for one in table], table)
        for name, table in worded.items()
    }
    environment = Environment(
        loader=PackageLoader("crmkit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html.jinja").render(
        words=words,
        lang=words("page.lang"),
        title=words("page.of_file", file=file) if file else words("page.title"),
        question=words("page.title"),
        as_of=words(f"page.as_of_{'given' if facts.as_of_given else 'found'}", day=facts.as_of),
        masked=words("page.masked") if masked else "",
        cards=_cards(facts, words, margin_rate),
        said=[(words.say(one.note), one.section, words("section." + one.section)) for one in said],
        fewer=_fewer(said, words),
        cautions=[words.say(note) for note in facts.cautions],
        sections=_sections(facts, words, worded, margin_rate, set(drawn)),
        specifications=drawn,
        script=script(),
        workbook=workbook.address(workbook.workbook(sheets)),
        footer=words("page.footer", version=crmkit.__version__),
    )


def framed(content: str, *, height: int = 800) -> str:
    """The page within another, shut off from it: its scripts see nothing of the notebook."""
    return (
        f'<iframe sandbox="allow-scripts allow-downloads allow-modals" style="width:100%;'
        f'border:0;height:{height}px" srcdoc="{html.escape(content, quote=True)}"></iframe>'
    )


def tables_of(facts: Facts, margin_rate: float | None) -> dict[str, pd.DataFrame]:
    """The tables by name, as the kit's functions give them; those that there are."""
    report = facts.report
    rules = report.table
    ends = pd.DataFrame(
        {"rows": [report.rows_in, report.rows_out],
         "money": [report.money_in, report.money_out], "action": ["", ""]},
        index=["in_source", "in_log"],
    )  # fmt: skip
    read = pd.concat([ends.iloc[[0]], rules[rules["rows"] > 0], ends.iloc[[1]]])
    found: dict[str, pd.DataFrame | None] = {
        "read": read.rename_axis("rule"),
        "over_time": facts.over_time,
        "change": None if facts.change is None else facts.change.table,
        "deciles": facts.deciles,
        "segments": facts.segments,
        "pyramid": facts.pyramid,
        "cohorts": None if facts.cohorts is None else _cohorts(facts.cohorts[1], facts.cohorts[2]),
        "left": facts.left,
        "value": _value(facts, margin_rate),
        "check": None if facts.outlook.check is None else facts.outlook.check.table,
        "call_first": facts.call_first if len(facts.call_first) else None,
    }
    return {name: table for name, table in found.items() if table is not None}


def _cohorts(made: pd.DataFrame, share: pd.DataFrame) -> pd.DataFrame:
    table = share.drop(columns=0)
    table.columns = pd.Index([f"+{age}" for age in table.columns])
    table.insert(0, "customers", made[0].astype("int64"))
    return table


def _value(facts: Facts, margin_rate: float | None) -> pd.DataFrame | None:
    value = facts.outlook.value
    if value is None or margin_rate is None:
        return value
    return pd.concat([value, (value * margin_rate).set_axis(pd.Index(["margin"]))]).rename_axis(
        "what"
    )


def _worded(name: str, table: pd.DataFrame, words: Words) -> pd.DataFrame:
    """A table in the words of the page, its index among its columns."""
    made = table.reset_index()
    first = str(made.columns[0])
    texts = [str(one) for one in made[first]]
    rooms = {"change": "group", "read": "rule"}
    if name == "segments":
        made["to_do"] = [
            words.action(one, to_do) for one, to_do in zip(texts, made["to_do"], strict=True)
        ]
        texts = [words.segment(one) for one in texts]
    elif name != "call_first":
        texts = [words.named("cell", words.named(rooms.get(name, "cell"), one)) for one in texts]
    if first not in KINDS:
        made[first] = texts
    if "action" in made:
        made["action"] = [words.named("cell", str(one)) for one in made["action"]]
    if "reason" in made:
        made["reason"] = [words.say(one) for one in made["reason"]]
    return made


def _shown(title: str, table: pd.DataFrame, words: Words) -> Shown:
    kinds = [_kind(str(column), table[column]) for column in table]
    rows = [
        [
            (kind, str(value)) if kind in TEXTS else ("number", words.format_field(value, kind))
            for kind, value in zip(kinds, row, strict=True)
        ]
        for row in table.itertuples(index=False)
    ]
    headings = [
        (kind if kind in TEXTS else "number", words.heading(str(column)))
        for kind, column in zip(kinds, table, strict=True)
    ]
    return Shown(title, headings, rows)


def _kind(column: str, values: pd.Series) -> str:
    """How a column is written; large amounts, as a column, without cents."""
    if column in ("to_do", "reason"):
        return "long"
    kind = "share" if column.startswith("+") else KINDS.get(column, "text")
    return "count" if kind == "amount" and values.abs().max() >= 1000 else kind


def _cards(facts: Facts, words: Words, margin_rate: float | None) -> list[tuple[str, str]]:
    customers, outlook = facts.customers, facts.outlook
    first = facts.log["ordered_at"].min()
    cards = [
        (words.format_field(len(customers), "count"), words("card.customers")),
        (words.format_field(facts.log["amount"].sum(), "money"), words("card.sales")),
        (words.format_field(customers["purchases"].sum(), "count"), words("card.purchases")),
        (words.format_field((customers["purchases"] == 1).mean(), "share"), words("card.once")),
        (f"{first:%Y-%m-%d} – {facts.as_of}", words("card.span")),
    ]
    if outlook.value is not None:
        estimate = float(outlook.value["estimate"]["sales"]) * (margin_rate or 1)
        cards.insert(
            4, (words.format_field(estimate, "money"), words("card.value", days=outlook.days))
        )
    return cards


def _fewer(said: list[Remark], words: Words) -> str:
    if len(said) >= 5:
        return ""
    return words("page.fewer", n=len(said)) if said else words("page.none")


def _sections(
    facts: Facts,
    words: Words,
    worded: Mapping[str, pd.DataFrame],
    margin_rate: float | None,
    drawn: set[str],
) -> list[Section]:
    """The parts of the page in their order; a part without data says why."""
    made = []
    for name in ("read", "over_time", "change", "concentration", "segments", "pyramid", "cohorts",
                 "left", "value", "call_first"):  # fmt: skip
        notes = paragraphs.of(name, facts, margin_rate)
        shown = {"concentration": ["deciles"], "value": ["value", "check"]}.get(name, [name])
        charts = [one for one in (name, "customers" if name == "over_time" else "") if one in drawn]
        made.append(
            Section(
                name,
                words("section." + name),
                [words.say(note) for note in notes],
                [(one, words.say(paragraphs.caption(one, facts))) for one in charts],
                [
                    _shown(words("table." + one), _narrow(one, worded[one]), words)
                    for one in shown
                    if one in worded
                ],
                list(facts.report.notes) if name == "read" else [],
                [words.say(note) for note in facts.outlook.cautions] if name == "value" else [],
            )
        )
    return made


def _narrow(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """A table of cohorts grows to the right: the page shows its first ages, the workbook all."""
    return table.iloc[:, : SHOWN_COHORT_AGES + 2] if name == "cohorts" else table

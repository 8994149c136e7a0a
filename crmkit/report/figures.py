"""The figures of the page: from a table to a Vega-Lite chart that answers to the mouse.

Colours keep the meaning that they have in all lessons (`crmkit.plots.style`), text is a grey that
reads on white and on black, and the width is that of the page.
"""

from typing import Any

import altair as alt
import pandas as pd

from crmkit.plots.style import BAD, CONTRAST, EXPECTED, GOOD, QUIET
from crmkit.report.facts import Facts
from crmkit.report.wording import KINDS, Words
from crmkit.segmentation import concentration

__all__ = ["figures", "script"]

TEXT = "#7a7a7a"
FORMATS = {"count": ",.0f", "amount": ",.0f", "share": ".1%", "signed": "+,.0f"}
MOST_POINTS = 200
MONEY = alt.Axis(format="~s", tickCount=5)
SHARE = alt.Axis(format=".0%", tickCount=5)


def figures(facts: Facts, words: Words) -> dict[str, dict[str, Any]]:
    """The charts of these facts by the section in which they stand, as Vega-Lite specifications."""
    made: dict[str, alt.Chart | alt.LayerChart | None] = {
        "over_time": _over_time(facts, words),
        "customers": _customers(facts, words),
        "change": _change(facts, words),
        "concentration": _lorenz(facts, words),
        "segments": _segments(facts, words),
        "pyramid": _pyramid(facts, words),
        "cohorts": _cohorts(facts, words),
        "left": _left(facts, words),
    }
    return {name: _finished(chart) for name, chart in made.items() if chart is not None}


def script() -> str:
    """The program that draws the charts, from the installed wheel: the page asks no server."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;"))


def _finished(chart: Any) -> dict[str, Any]:
    sized = chart.properties(
        width="container",
        background="transparent",
    )
    styled = sized.configure(font="system-ui, sans-serif").configure_view(stroke=None)
    quiet = {"labelColor": TEXT, "titleColor": TEXT, "labelFontSize": 12, "titleFontSize": 12}
    styled = styled.configure_axis(
        gridColor="#80808040", domainColor=QUIET, tickColor=QUIET, **quiet
    )
    styled = styled.configure_legend(orient="top", title=None, **quiet)
    specification: dict[str, Any] = styled.to_dict()
    return specification


def _hints(words: Words, *columns: str) -> list[alt.Tooltip]:
    """What the mouse is told: each column by its word, as its kind is written."""
    hints = []
    for column in columns:
        format_ = FORMATS.get(KINDS.get(column, ""), "")
        told: dict[str, Any] = {"format": format_} if format_ else {}
        hints.append(alt.Tooltip(column, title=words("column." + column), **told))
    return hints


def _over_time(facts: Facts, words: Words) -> alt.Chart:
    table = facts.over_time.reset_index()
    parts = {"repeat_sales": EXPECTED, "new_sales": CONTRAST}
    long = table.melt(["period", "sales"], list(parts), var_name="part", value_name="money")
    order = long["part"].map({"repeat_sales": 0, "new_sales": 1})
    long["part"] = long["part"].map(lambda one: words("column." + one))
    named = [words("column." + one) for one in parts]
    return (
        alt.Chart(long.assign(order=order), height=260)
        .mark_bar()
        .encode(
            _periods(),
            alt.Y("money", title=words("column.sales"), axis=MONEY),
            alt.Color("part", scale=alt.Scale(domain=named, range=list(parts.values()))),
            alt.Order("order"),
            tooltip=[
                *_hints(words, "period"),
                alt.Tooltip("part", title=" "),
                *_hints(words, "money", "sales"),
            ],
        )
    )


def _customers(facts: Facts, words: Words) -> alt.Chart:
    parts = {"customers": EXPECTED, "new_customers": CONTRAST}
    long = facts.over_time.reset_index().melt("period", list(parts), "part", "count")
    long["part"] = long["part"].map(lambda one: words("column." + one))
    named = [words("column." + one) for one in parts]
    return (
        alt.Chart(long, height=200)
        .mark_line(point=True)
        .encode(
            _periods(),
            alt.Y("count", title=words("column.customers"), axis=MONEY),
            alt.Color("part", scale=alt.Scale(domain=named, range=list(parts.values()))),
            tooltip=[
                *_hints(words, "period"),
                alt.Tooltip("part", title=" "),
                alt.Tooltip("count", title=words("column.customers"), format=",.0f"),
            ],
        )
    )


def _periods() -> alt.X:
    return alt.X("period:O", title=None, axis=alt.Axis(labelAngle=-45, labelOverlap="greedy"))


def _change(facts: Facts, words: Words) -> alt.Chart | None:
    if facts.change is None:
        return None
    table = facts.change.table.reset_index()
    table["group"] = table["group"].map(lambda one: words("group." + one))
    colour = alt.when(alt.datum.difference >= 0).then(alt.value(GOOD)).otherwise(alt.value(BAD))
    return (
        alt.Chart(table, height=alt.Step(30))
        .mark_bar()
        .encode(
            alt.X("difference", title=words("column.difference"), axis=MONEY),
            alt.Y("group", sort=None, title=None, axis=alt.Axis(labelLimit=260)),
            color=colour,
            tooltip=_hints(words, "group", "customers", "before", "after", "difference"),
        )
    )


def _lorenz(facts: Facts, words: Words) -> Any:
    if facts.shares is None or facts.few:
        return None
    points = concentration.lorenz(facts.customers["total_spend"].clip(lower=0))
    step = max(len(points) // MOST_POINTS, 1)
    points = pd.concat([points.iloc[::step], points.iloc[[-1]]]).drop_duplicates()
    x, y = "cumulative_customer_share", "cumulative_spend_share"
    base = alt.Chart(points, height=260).encode(
        alt.X(x, title=words("column." + x), axis=SHARE),
        alt.Y(y, title=words("column." + y), axis=SHARE),
    )
    hints = [alt.Tooltip(one, title=words("column." + one), format=".1%") for one in (x, y)]
    curve = base.mark_line(color=EXPECTED, strokeWidth=2.5)
    near = base.mark_point(size=80, opacity=0, filled=True).encode(tooltip=hints)
    even = base.mark_line(color=QUIET, strokeDash=[4, 4]).encode(alt.Y(x))
    return alt.layer(even, curve, near)


def _segments(facts: Facts, words: Words) -> alt.Chart | None:
    if facts.segments is None:
        return None
    table = facts.segments.reset_index()
    table["segment"] = [words.segment(one) for one in table["segment"]]
    parts = {"customer_share": QUIET, "spend_share": EXPECTED}
    long = table.melt(["segment", "customers", "total_spend"], list(parts), "part", "share")
    long["part"] = long["part"].map(lambda one: words("column." + one))
    named = [words("column." + one) for one in parts]
    return (
        alt.Chart(long, height=alt.Step(11))
        .mark_bar()
        .encode(
            alt.X("share", title=words("figure.share_axis"), axis=SHARE),
            alt.Y("segment", sort=None, title=None, axis=alt.Axis(labelLimit=150)),
            alt.Color("part", scale=alt.Scale(domain=named, range=list(parts.values()))),
            yOffset=alt.YOffset("part", sort=named),
            tooltip=[
                *_hints(words, "segment", "customers", "total_spend"),
                alt.Tooltip("part", title=" "),
                alt.Tooltip("share", title=words("figure.share_axis"), format=".1%"),
            ],
        )
    )


def _pyramid(facts: Facts, words: Words) -> alt.Chart | None:
    if facts.pyramid is None:
        return None
    table = facts.pyramid.reset_index()
    table["tier"] = table["tier"].map(lambda one: words("cell." + one))
    return (
        alt.Chart(table, height=alt.Step(30))
        .mark_bar(color=EXPECTED)
        .encode(
            alt.X("value_share", title=words("column.value_share"), axis=SHARE),
            alt.Y("tier", sort=None, title=None),
            tooltip=_hints(words, "tier", "customers", "value", "value_share", "mean_value"),
        )
    )


def _cohorts(facts: Facts, words: Words) -> alt.Chart | None:
    if facts.cohorts is None:
        return None
    _, made, share = facts.cohorts
    long = share.drop(columns=0).melt(ignore_index=False, value_name="active_share").dropna()
    long = long.rename_axis("cohort").reset_index()
    long["customers"] = made[0].reindex(long["cohort"]).to_numpy()
    most = float(long["active_share"].quantile(0.98)) or 1.0
    return (
        alt.Chart(long, height=alt.Step(16))
        .mark_rect()
        .encode(
            alt.X(
                "age:O", title=words("column.age"), axis=alt.Axis(labelAngle=0, labelOverlap=True)
            ),
            alt.Y("cohort:O", title=words("column.cohort")),
            alt.Color(
                "active_share",
                scale=alt.Scale(range=["#e8f1f8", EXPECTED], domain=[0, most], clamp=True),
                legend=alt.Legend(format=".0%"),
            ),
            tooltip=_hints(words, "cohort", "age", "customers", "active_share"),
        )
    )


def _left(facts: Facts, words: Words) -> alt.Chart:
    name = str(facts.left.index.name)
    table = facts.left.reset_index()
    table[name] = [words.named("cell", one) for one in table[name]]
    return (
        alt.Chart(table, height=alt.Step(28))
        .mark_bar(color=EXPECTED)
        .encode(
            alt.X("customers", title=words("column.customers"), axis=MONEY),
            alt.Y(name, sort=None, title=words("column." + name)),
            tooltip=_hints(words, *table.columns),
        )
    )

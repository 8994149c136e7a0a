"""What each section says in words, and the claim of each figure."""

from crmkit.report.facts import FEW, Facts
from crmkit.report.wording import Note

__all__ = ["caption", "of"]


def of(section: str, facts: Facts, margin_rate: float | None) -> list[Note]:
    """The paragraphs of a section."""
    return _SECTIONS[section](facts) if section != "value" else _value(facts, margin_rate)


def caption(figure: str, facts: Facts) -> Note:
    """The claim of a figure, with the number that it shows."""
    period = {"period": Note(f"period.{facts.period}")}
    days = min(365, facts.history)
    key = f"figure.{figure}"
    if figure == "over_time":
        last = facts.sales_of_last(days)
        return Note(key, {**period, "days": days, "share": _repeat_share(facts, days, last)})
    if figure == "customers":
        return Note(key, period)
    if figure == "concentration" and facts.shares is not None:
        return Note("figure.lorenz", {"top": facts.shares.top})
    if figure == "change" and facts.change is not None:
        return Note(key, {"difference": facts.change.after - facts.change.before})
    if figure == "pyramid" and facts.pyramid is not None:
        return Note(key, {"share": facts.pyramid["value_share"].iloc[:2].sum()})
    if figure == "cohorts" and facts.cohorts is not None:
        return Note(key, {"period": Note(f"period.{facts.cohorts[0]}")})
    if figure == "left":
        left = _left_share(facts)
        return Note("figure.silence") if left is None else Note(key, {"share": left})
    return Note(key)


def _read(facts: Facts) -> list[Note]:
    report = facts.report
    values = {
        "rows_in": report.rows_in, "rows_out": report.rows_out,
        "money_in": report.money_in, "money_out": report.money_out,
    }  # fmt: skip
    clean = report.rows_in == report.rows_out and report.money_in == report.money_out
    return [Note("text.read_clean" if clean else "text.read", values)]


def _over_time(facts: Facts) -> list[Note]:
    days = min(365, facts.history)
    notes = [Note("text.over_time", {"days": days, "sales": facts.sales_of_last(days)})]
    last = facts.log["ordered_at"].dt.to_period({"week": "W-SUN", "month": "M"}.get(
        facts.period, "Q-DEC")).max()  # fmt: skip
    if last.end_time.date() > facts.as_of:
        notes.append(Note("text.open_period", {"day": facts.as_of}))
    return notes


def _change(facts: Facts) -> list[Note]:
    found = facts.change
    if found is None or found.before <= 0:
        return [Note("text.change_none")]
    share = found.after / found.before - 1
    values = {"days": found.days, "before": found.before, "after": found.after, "share": share}
    return [Note("text.change", values)]


def _concentration(facts: Facts) -> list[Note]:
    if facts.shares is None:
        return [Note("refusal.no_money")]
    if facts.few:
        return [_few(facts)]
    return [Note("text.concentration", facts.shares._asdict())]


def _segments(facts: Facts) -> list[Note]:
    return [_few(facts) if facts.segments is None else Note("text.segments")]


def _pyramid(facts: Facts) -> list[Note]:
    return [_few(facts) if facts.pyramid is None else Note("text.pyramid")]


def _cohorts(facts: Facts) -> list[Note]:
    if facts.cohorts is None:
        return [Note("refusal.short_cohorts")]
    return [Note("text.cohorts", {"period": Note(f"period.{facts.cohorts[0]}")})]


def _left(facts: Facts) -> list[Note]:
    outlook, customers = facts.outlook, facts.customers
    if outlook.alive is None:
        return [Note("text.left_rule")]
    if outlook.nobody_leaves:
        return [Note("text.left_nobody")]
    left = 1 - outlook.alive
    values = {
        "left": left.sum(), "customers": len(customers), "share": left.mean(),
        "spent": (left * customers["total_spend"]).sum(),
    }  # fmt: skip
    return [Note("text.left", values)]


def _value(facts: Facts, margin_rate: float | None) -> list[Note]:
    outlook = facts.outlook
    if outlook.value is None:
        return [outlook.refusal] if outlook.refusal is not None else []
    estimate, low, high = outlook.value.loc["sales", ["estimate", "low", "high"]] * (
        1 if margin_rate is None else margin_rate
    )
    what = Note("text.value_sales")
    if margin_rate is not None:
        what = Note("text.value_margin", {"rate": margin_rate})
    values = {"estimate": estimate, "low": low, "high": high, "days": outlook.days, "what": what}
    notes = [Note("text.value", values)]
    check = outlook.check
    if check is None:
        return [*notes, Note("text.check_none")]
    values = {
        "day": check.end, "days": check.days, "off": check.off,
        "inside": Note("text.check_inside" if check.inside else "text.check_outside"),
    }  # fmt: skip
    return [*notes, Note("text.check", values), Note("page.model", {"model": outlook.model.TITLE})]


def _call_first(facts: Facts) -> list[Note]:
    n = len(facts.call_first)
    if not n:
        return [Note("text.call_none")]
    forecast = "at_stake" in facts.call_first
    notes = [Note("text.call_first", {"days": facts.outlook.days}) if forecast
             else Note("text.call_rule")]  # fmt: skip
    return notes if n >= 50 else [*notes, Note("text.call_fewer", {"n": n})]


def _few(facts: Facts) -> Note:
    if facts.shares is None:
        return Note("refusal.no_money")
    return Note("refusal.few_customers", {"customers": len(facts.customers), "least": FEW})


def _left_share(facts: Facts) -> float | None:
    alive = facts.outlook.alive
    return None if alive is None or facts.outlook.nobody_leaves else float(1 - alive.mean())


def _repeat_share(facts: Facts, days: int, sales: float) -> float:
    """Of the sales of the last days: what did not come on a customer's first day?"""
    first = facts.as_of.toordinal() - facts.customers["age_days"].to_numpy()
    recent = first > facts.as_of.toordinal() - days
    new = facts.customers["first_spend"].to_numpy()[recent].sum()
    return float(1 - new / sales) if sales > 0 else 0.0


_SECTIONS = {
    "read": _read,
    "over_time": _over_time,
    "change": _change,
    "concentration": _concentration,
    "segments": _segments,
    "pyramid": _pyramid,
    "cohorts": _cohorts,
    "left": _left,
    "call_first": _call_first,
}

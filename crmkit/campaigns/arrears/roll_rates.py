"""How do bills roll from one state of lateness to the next, and how much of the money comes in?

Bills as an absorbing Markov chain: some states are passed through (reminded, final notice), others
end a bill (paid, lost). With Q the moves among the first and R those into the last,

    N = (I - Q)^-1,    B = N R

N being the months to be expected in each state and B where a bill ends.
"""

import numpy as np
import pandas as pd

from crmkit import rates, tables

__all__ = ["absorbed", "matrix", "months_in_state", "open_money", "reached", "roll_rates"]


def roll_rates(
    ledger: pd.DataFrame,
    *,
    bill: str = "bill",
    month: str = "month",
    state: str = "state",
    confidence: float = 0.95,
) -> pd.DataFrame:
    """Of the bills in a state, what share is in which state a month later?

    Parameters
    ----------
    ledger : DataFrame
        One row a bill and month. Months are whole numbers; where a bill's row for the next month is
        missing, that move is unknown and not counted.
    bill, month, state : str
        Its columns: which bill, which month, and in which state the bill was.

    Returns
    -------
    DataFrame
        One row a move (index `state`, `next_state`): at_risk (bills in the state whose next month
        is known), happened (of them, that moved so), rate, low, high (Wilson). The rates of a
        state sum to 1. A state that nothing leaves, such as "paid", has no row of its own.

    Raises
    ------
    ValueError
        A bill has two rows in a month, a state is missing or written in two ways, or no bill is
        seen in two months on end.

    References
    ----------
    Cyert, R. M., Davidson, H. J. & Thompson, G. L. (1962). Estimation of the allowance for doubtful
    accounts by Markov chains. Management Science 8(3), 287-303.

    Examples
    --------
    >>> ledger = pd.DataFrame({
    ...     "bill": list("aabbb"), "month": [1, 2, 1, 2, 3],
    ...     "state": ["late", "paid", "late", "late", "lost"],
    ... })
    >>> roll_rates(ledger)[["at_risk", "happened", "rate"]].round(2)
    ... # doctest: +NORMALIZE_WHITESPACE
                      at_risk  happened  rate
    state next_state
    late  late              3         1  0.33
          lost              3         1  0.33
          paid              3         1  0.33
    """
    moves = _moves(ledger, bill, month, state)
    counts = _counts(moves)
    index = pd.MultiIndex.from_product(
        [counts.index, counts.columns], names=["state", "next_state"]
    )
    table = pd.DataFrame({"happened": counts.to_numpy().ravel()}, index)
    table.insert(0, "at_risk", counts.sum(axis=1).reindex(table.index, level="state"))
    table["rate"] = table["happened"] / table["at_risk"]
    ends = rates.rate_interval(table["happened"], table["at_risk"], confidence=confidence)
    return table.join(ends)


def matrix(moves: pd.DataFrame) -> pd.DataFrame:
    """The rates of `roll_rates` as a square: from each state to each.

    Parameters
    ----------
    moves : DataFrame
        From `roll_rates`.

    Returns
    -------
    DataFrame
        One row a state that bills leave, one column a state; rows sum to 1.

    Examples
    --------
    >>> moves = pd.DataFrame({"rate": [0.2, 0.8]}, pd.MultiIndex.from_tuples(
    ...     [("late", "late"), ("late", "paid")], names=["state", "next_state"]))
    >>> matrix(moves)  # doctest: +NORMALIZE_WHITESPACE
    next_state  late  paid
    state
    late         0.2   0.8
    """
    tables.check_columns(moves, ["rate"], name="moves", mend="Pass what roll_rates returned.")
    if moves.index.nlevels != 2:
        raise ValueError("moves must have state and next_state as its index, as roll_rates has it")
    tables.check_each_once(moves.index, name="moves", row="move")
    tables.column(moves, "rate", least=0, most=1, range_mend="Shares run from 0 to 1.")
    rows, columns = (moves.index.get_level_values(level).unique() for level in (0, 1))
    return moves["rate"].unstack().fillna(0.0).reindex(index=rows, columns=columns)


def months_in_state(chain: pd.DataFrame) -> pd.DataFrame:
    """How many months will a bill spend in each state before it is paid or lost?

    The fundamental matrix N = (I - Q)^-1; the present month counts.

    Parameters
    ----------
    chain : DataFrame
        One row a state that bills leave, one column a state; rows sum to 1. Columns without a row,
        or whose row stays where it is, end a bill.

    Returns
    -------
    DataFrame
        One row a state now, one column a state passed through: months.

    Raises
    ------
    ValueError
        Shares outside 0 to 1 or rows that do not sum to 1 (per cent, rows and columns exchanged),
        no state that ends a bill, or one from which no bill ever ends.

    References
    ----------
    Kemeny, J. G. & Snell, J. L. (1960). Finite Markov Chains. Van Nostrand, theorem 3.2.4.

    Examples
    --------
    >>> chain = pd.DataFrame({"late": [0.5], "paid": [0.5]}, index=["late"])
    >>> months_in_state(chain)
          late
    late   2.0
    """
    q, _ = _split(chain)
    found = np.linalg.inv(np.eye(len(q)) - q.to_numpy())
    return pd.DataFrame(found, q.index, q.columns)


def absorbed(chain: pd.DataFrame) -> pd.DataFrame:
    """Of a bill in each state now, how likely is it to be paid in the end, and how likely lost?

    B = N R.

    Parameters
    ----------
    chain : DataFrame
        As for `months_in_state`.

    Returns
    -------
    DataFrame
        One row a state now, one column a state that ends a bill; rows sum to 1.

    References
    ----------
    Kemeny & Snell (1960), theorem 3.3.7.

    Examples
    --------
    >>> chain = pd.DataFrame({"late": [0.5], "paid": [0.4], "lost": [0.1]}, index=["late"])
    >>> absorbed(chain).round(2)
          paid  lost
    late   0.8   0.2
    """
    q, r = _split(chain)
    found = np.linalg.solve(np.eye(len(q)) - q.to_numpy(), r.to_numpy())
    return pd.DataFrame(found, r.index, r.columns)


def open_money(
    ledger: pd.DataFrame,
    amounts: pd.Series,
    *,
    rng: np.random.Generator,
    bill: str = "bill",
    month: str = "month",
    state: str = "state",
    confidence: float = 0.95,
    draws: int = 400,
) -> pd.DataFrame:
    """What of the money that is open today will be paid in the end, and what lost?

    Parameters
    ----------
    ledger, bill, month, state
        As for `roll_rates`.
    amounts : Series
        Money open today, by state: one number for each, 0 or more.
    rng : Generator
        For the interval: whole bills are drawn again, with all their months.

    Returns
    -------
    DataFrame
        One row a state that ends a bill (paid, lost): estimate, low, high, in the money of
        `amounts`. The estimates sum to the money that is open. The interval holds what is not known
        of the rates, not the luck of single large accounts.

    Raises
    ------
    ValueError
        As for `roll_rates`; or money in a state that no bill of the ledger leaves.

    Warns
    -----
    UserWarning
        Where tables drawn lack a state altogether; they are left out.

    Examples
    --------
    >>> ledger = pd.DataFrame({
    ...     "bill": [*"aabbccdd"], "month": [1, 2] * 4,
    ...     "state": ["late", "paid"] * 3 + ["late", "lost"],
    ... })
    >>> open_money(ledger, pd.Series({"late": 1000.0}), rng=np.random.default_rng(1))[
    ...     "estimate"].to_dict()
    {'lost': 250.0, 'paid': 750.0}
    """
    moves = _moves(ledger, bill, month, state)
    counts = _counts(moves)
    tables.check_series(amounts, name="amounts", row="state")
    tables.check_each_once(amounts.index, name="amounts", row="state")
    money = tables.numbers(amounts, name="amounts", least=0)
    unknown = [name for name in amounts.index if name not in counts.index]
    if unknown or not len(amounts):
        raise ValueError(
            f"amounts has {unknown or 'no state at all'}; the ledger shows where bills go from "
            f"{list(counts.index)}"
        )
    tables.generator(rng)
    tail = (1 - tables.confidence(confidence)) / 2
    draws = tables.whole("draws", draws, least=20)
    now = absorbed(_shares(counts)).loc[amounts.index].T @ money
    # Each bill is one row of counts, cell by cell: a drawn table is a weighted sum of such rows.
    k = len(counts.columns)
    cells = np.asarray(counts.index.get_indexer(pd.Index(moves["from"]))) * k
    cells = cells + np.asarray(counts.columns.get_indexer(pd.Index(moves["to"])))
    codes = pd.factorize(moves["bill"])[0]
    n = codes.max() + 1
    drawn = np.full((draws, len(now)), np.nan)
    # Columns begin with the states passed through, in the order of the rows.
    passing = len(counts)
    held = np.zeros(passing)
    held[counts.index.get_indexer(amounts.index)] = money
    for place in range(draws):
        times = np.bincount(rng.integers(0, n, n), minlength=n)
        one = np.bincount(cells, weights=times[codes], minlength=counts.size)
        one = one.reshape(counts.shape)
        if (one.sum(axis=1) > 0).all():
            one = one / one.sum(axis=1, keepdims=True)
            stay = np.eye(passing) - one[:, :passing]
            # A state that nothing leaves in the drawn table never ends.
            if np.linalg.cond(stay) < 1e10:
                drawn[place] = held @ np.linalg.solve(stay, one[:, passing:])
    low, high = _bounds(drawn, tail)
    return pd.DataFrame({"estimate": now, "low": low, "high": high})


def reached(
    ledger: pd.DataFrame,
    *,
    start: str,
    goal: str,
    within_months: int,
    bill: str = "bill",
    month: str = "month",
    state: str = "state",
) -> pd.Series:
    """Which of the bills that came into one state are in a worse one so many months later?

    An early warning is built on it: what was known of a bill at the start, against whether it
    rolled on. Bills whose fate within the time is not known are left out, whatever came of them
    before: those who rolled on early as well, or the share would come out too high.

    Parameters
    ----------
    ledger, bill, month, state
        As for `roll_rates`.
    start, goal : str
        Two states: where a bill is seen first, and where it shall not go.
    within_months : int
        1 or more.

    Returns
    -------
    Series
        `reached` by bill: 1 if the bill was in `goal` at some time within so many months of its
        first month in `start`, else 0. Only bills that began so early that the ledger covers the
        whole time.

    Examples
    --------
    >>> ledger = pd.DataFrame({
    ...     "bill": list("aaabb"), "month": [1, 2, 3, 1, 2],
    ...     "state": ["late", "final", "cut off", "late", "paid"],
    ... })
    >>> reached(ledger, start="late", goal="cut off", within_months=2).to_dict()
    {'a': 1, 'b': 0}
    """
    _checked(ledger, bill, month, state)
    states = list(ledger[state].unique())
    tables.option("start", start, states)
    tables.option("goal", goal, states)
    if start == goal:
        raise ValueError(f"start and goal are both {start!r}: name two states")
    months = tables.whole("within_months", within_months, least=1)
    began = ledger[ledger[state] == start].groupby(bill)[month].min()
    began = began[began + months <= ledger[month].max()]
    if began.empty:
        raise ValueError(
            f"no bill is in {start!r} {months} months before the ledger ends: take fewer months"
        )
    at_goal = ledger[ledger[state] == goal]
    passed = at_goal[month] - at_goal[bill].map(began)
    there = at_goal.loc[(passed > 0) & (passed <= months), bill].unique()
    return pd.Series(began.index.isin(there).astype("int64"), began.index, name="reached")


def _checked(ledger: pd.DataFrame, bill: str, month: str, state: str) -> None:
    tables.check_columns(ledger, [bill, month, state], name="the ledger")
    for name in (bill, state):
        tables.check_labels(ledger[name], name=repr(name))
    tables.column(ledger, month, whole=True)
    tables.check_spelling(ledger[state].unique(), name=repr(state))
    if ledger[state].nunique() > 50:
        raise ValueError(
            f"{state!r} has {ledger[state].nunique():,} different states: is it the right column?"
        )
    twice = ledger.duplicated([bill, month])
    if twice.any():
        mend = "Drop what is double: ledger.drop_duplicates([...])."
        raise tables.bad_rows(ledger.index, twice, "the ledger has a bill twice in a month", mend)


def _moves(ledger: pd.DataFrame, bill: str, month: str, state: str) -> pd.DataFrame:
    """One row a bill and month whose next month is known: bill, from, to."""
    _checked(ledger, bill, month, state)
    rows = pd.DataFrame(
        {"bill": ledger[bill], "month": ledger[month], "from": ledger[state].astype("str")}
    ).sort_values(["bill", "month"], kind="stable")
    after = rows.groupby("bill", observed=True).shift(-1)
    known = after["month"] - rows["month"] == 1
    if not known.any():
        raise ValueError("no bill is in the ledger in two months on end: there are no moves")
    # The ledger's own index may name rows twice, which crosstab did not take before pandas 3.1.
    return rows.assign(to=after["from"])[known].reset_index(drop=True)


def _counts(moves: pd.DataFrame) -> pd.DataFrame:
    """Moves from each state that bills leave, to each."""
    order = list(dict.fromkeys([*moves["from"], *moves["to"]]))
    counts = pd.crosstab(moves["from"], moves["to"]).reindex(columns=order, fill_value=0)
    counts = counts.reindex([name for name in order if name in counts.index])
    ends = [name for name in counts.index if counts.loc[name].sum() == counts.loc[name, name]]
    # Columns: the states passed through as they come, then those that end a bill, in order.
    counts = counts.drop(index=ends)
    if counts.empty:
        raise ValueError(
            f"no bill ever leaves its state (found {order[:6]}): there are no moves to count"
        )
    last = sorted(name for name in order if name not in counts.index)
    return counts[[*counts.index, *last]].rename_axis(index="state", columns="next_state")


def _shares(counts: pd.DataFrame) -> pd.DataFrame:
    return counts.div(counts.sum(axis=1), axis=0)


def _split(chain: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Q, the moves among states passed through, and R, those into states that end a bill."""
    tables.check_columns(chain, [], name="chain")
    for index, what in ((chain.index, "rows"), (chain.columns, "columns")):
        if index.nlevels > 1:
            raise ValueError(f"chain's {what} must be named by one state each, not by several")
        tables.check_each_once(index, name=f"chain's {what}", row="state")
    lacking = [name for name in chain.index if name not in chain.columns]
    if lacking:
        raise ValueError(f"chain has rows without a column: {lacking[:5]}. One column a state.")
    for name in chain.columns:
        tables.column(chain, name, least=0, most=1, range_mend="Shares run from 0 to 1.")
    chain = chain.astype("float64")
    sums = chain.sum(axis=1)
    if not np.allclose(sums, 1, atol=1e-6):
        wrong = (sums - 1).abs() > 1e-6
        mend = "Divide each row by its sum; a row is where bills come from."
        raise tables.bad_rows(chain.index, wrong, "chain does not sum to 1", mend)
    passing = [name for name in chain.index if chain.loc[name, name] < 1]
    ends = [name for name in chain.columns if name not in passing]
    if not ends or not passing:
        raise ValueError(
            "chain needs states that bills leave and at least one that ends a bill, such as 'paid'"
        )
    q, r = chain.loc[passing, passing], chain.loc[passing, ends]
    # From everywhere some end must be in reach.
    open_ends = (r.sum(axis=1) > 0).to_numpy()
    steps = q.to_numpy() > 0
    for _ in passing:
        open_ends = open_ends | (steps & open_ends).any(axis=1)
    if not open_ends.all():
        stuck = [name for name, fine in zip(passing, open_ends, strict=True) if not fine]
        raise ValueError(f"from {stuck} no bill is ever paid or lost: the chain goes in circles")
    return q, r


def _bounds(drawn: np.ndarray, tail: float) -> tuple[np.ndarray, np.ndarray]:
    import warnings

    lost = int(np.isnan(drawn).any(axis=1).sum())
    if lost > len(drawn) / 10:
        raise ValueError(
            f"{lost} of {len(drawn)} tables drawn lack a state: too few bills for an interval"
        )
    if lost:
        warnings.warn(f"{lost} of {len(drawn)} tables drawn lack a state; left out.", stacklevel=3)
    low, high = np.nanquantile(drawn, [tail, 1 - tail], axis=0, method="weibull")
    return low, high

"""Bring times with a zone into the one zone in which the days are counted."""

from __future__ import annotations

from datetime import tzinfo
from difflib import get_close_matches
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
import pandas as pd

from crmkit.orders.dates.values import SLICE, Moments, Values


def find_zone(name: str | None) -> ZoneInfo | None:
    """The zone of that name, None where none is named."""
    if name is None:
        return None
    try:
        return ZoneInfo(name.strip())
    except (AttributeError, KeyError, ValueError, OSError):
        near = get_close_matches(str(name).strip(), available_timezones(), n=1, cutoff=0.6)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise ValueError(
            f"timezone={name!r} is unknown. Name a zone of the IANA list such as "
            f"'Asia/Shanghai', 'Europe/London' or 'UTC'.{hint}"
        ) from None


def in_one_zone(moments: Moments, values: Values, zone: ZoneInfo | None) -> None:
    """Convert, in place, what is aware of its zone."""
    name, notes = values.column.name, moments.notes
    if not moments.aware.any():
        if zone is not None and not np.isnat(moments.at).all():
            notes.append(f"times in {name!r} have no zone and were taken as {zone.key} times")
            notes += _skipped(moments.at, values, zone)
        return
    rows = values.rows(moments.aware)
    if zone is None:
        raise ValueError(
            f"column {name!r} has {moments.what} in "
            f"{values.shown(moments.aware)}. Name the zone that the days are counted in, such as "
            "timezone='Asia/Shanghai'."
        )
    bare = ~moments.aware & ~np.isnat(moments.at)
    for start in range(0, len(moments.at), SLICE):
        part = slice(start, start + SLICE)
        moments.at[part][moments.aware[part]] = _local(moments.at[part][moments.aware[part]], zone)
    notes.append(f"{len(rows):,} times in {name!r} were converted to {zone.key}")
    if bare.any():
        count = len(values.rows(bare))
        notes.append(f"{count:,} times without a zone were taken as {zone.key} times")


def _local(utc: np.ndarray, zone: tzinfo) -> np.ndarray:
    times = pd.Series(utc).dt.tz_localize("UTC").dt.tz_convert(zone)
    return times.dt.tz_localize(None).to_numpy().astype("datetime64[us]")


def _skipped(at: np.ndarray, values: Values, zone: tzinfo) -> list[str]:
    """Local times that never were: the clocks jumped over them."""
    never = np.zeros(len(at), bool)
    for start in range(0, len(at), SLICE):
        part = at[start : start + SLICE]
        known = pd.Series(part[~np.isnat(part)])
        real = known.dt.tz_localize(
            zone, nonexistent="NaT", ambiguous=np.zeros(len(known), bool)
        ).notna()
        never[start + np.flatnonzero(~np.isnat(part))[~real.to_numpy()]] = True
    if not never.any():
        return []
    return [
        f"{values.shown(never)} of {values.column.name!r} stand in an hour that the clocks of "
        f"{zone} skip in spring: they are probably times of another zone"
    ]

"""Named RFM segments: tables of rules, and how a rule is found for a customer's scores."""

import numpy as np
import pandas as pd

__all__ = ["EIGHT_GROUPS", "LIMITS", "SEGMENTS", "first_match"]

LIMITS = ["r_min", "r_max", "f_min", "f_max", "m_min", "m_max"]
_COLUMNS = ["segment", "chinese", *LIMITS, "action"]

SEGMENTS = pd.DataFrame(
    [
        ("Champions", "冠军客户", 4, 5, 4, 5, 4, 5, "Reward them, ask them to recommend you"),
        ("Cannot lose", "不能流失的客户", 1, 2, 4, 5, 4, 5, "Call, find out what went wrong"),
        ("Loyal", "忠诚客户", 3, 5, 4, 5, 1, 5, "Offer a club, a subscription or related goods"),
        ("At risk", "流失预警客户", 1, 2, 3, 5, 1, 5, "Win back with what they used to buy"),
        ("Big tickets", "大额低频客户", 3, 5, 1, 3, 5, 5, "Advise before the next order"),
        ("Potential loyal", "潜力客户", 4, 5, 2, 3, 1, 4, "Give a reason for the next purchase"),
        ("New", "新客户", 5, 5, 1, 1, 1, 4, "Welcome, help with the first use"),
        ("Promising", "萌芽客户", 4, 4, 1, 1, 1, 4, "Remind, suggest a second purchase"),
        ("Need attention", "需要关注的客户", 3, 3, 3, 3, 1, 4, "A limited offer now"),
        ("About to sleep", "即将沉睡客户", 3, 3, 1, 2, 1, 4, "A low-cost reminder"),
        ("Hibernating", "沉睡客户", 2, 2, 1, 2, 1, 5, "Seasonal mail only"),
        ("Lost", "已流失客户", 1, 1, 1, 2, 1, 5, "Leave alone"),
    ],
    columns=_COLUMNS,
)
"""Segments of scores 1 to 5: one row a rule, the first rule that fits names the customer."""

EIGHT_GROUPS = pd.DataFrame(
    [
        ("High value", "重要价值客户", 2, 2, 2, 2, 2, 2, "Keep: the best service"),
        ("High value to develop", "重要发展客户", 2, 2, 1, 1, 2, 2, "Raise the frequency"),
        ("High value to hold", "重要保持客户", 1, 1, 2, 2, 2, 2, "Get in touch before they forget"),
        ("High value to save", "重要挽留客户", 1, 1, 1, 1, 2, 2, "Find out why, win back"),
        ("General value", "一般价值客户", 2, 2, 2, 2, 1, 1, "Raise the basket"),
        ("General to develop", "一般发展客户", 2, 2, 1, 1, 1, 1, "Introduce the range"),
        ("General to hold", "一般保持客户", 1, 1, 2, 2, 1, 1, "Remind at low cost"),
        ("General to save", "一般挽留客户", 1, 1, 1, 1, 1, 1, "Let go"),
    ],
    columns=_COLUMNS,
)
"""The eight groups of Chinese textbooks (客户价值八分法): each measure low (1) or high (2)."""


def first_match(cells: np.ndarray, rules: pd.DataFrame) -> np.ndarray:
    """Number of the first rule that fits each (r, f, m) row, or -1."""
    low = rules[["r_min", "f_min", "m_min"]].to_numpy()
    high = rules[["r_max", "f_max", "m_max"]].to_numpy()
    found = np.full(len(cells), -1)
    for number in reversed(range(len(rules))):
        found[((cells >= low[number]) & (cells <= high[number])).all(axis=1)] = number
    return found

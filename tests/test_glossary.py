"""The glossary says each term once, in tables that are whole."""

import re
from collections import Counter
from pathlib import Path

GLOSSARY = (Path(__file__).parents[1] / "GLOSSARY.md").read_text("utf-8")
TABLES = [
    [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in section.splitlines()
        if line.startswith("|")
    ]
    for section in re.split(r"^## ", GLOSSARY, flags=re.MULTILINE)[1:]
]


def test_each_term_stands_once():
    terms = Counter(row[0].lower() for table in TABLES for row in table[2:])
    assert [term for term, times in terms.items() if times > 1] == []


def test_every_row_has_the_columns_of_its_table():
    wrong = [row for table in TABLES for row in table[2:] if len(row) != len(table[0])]
    assert wrong == []

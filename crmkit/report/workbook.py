"""All tables of the page in one Excel file."""

import base64
import re
from collections.abc import Mapping
from io import BytesIO

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from crmkit.report.wording import KINDS

__all__ = ["address", "workbook"]

FORMATS = {"count": "#,##0", "amount": "#,##0.00", "share": "0.0%", "signed": "+#,##0;-#,##0"}
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a worksheet cannot hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def workbook(sheets: Mapping[str, tuple[list[str], pd.DataFrame]]) -> bytes:
    """An Excel file with a sheet a table.

    Parameters
    ----------
    sheets
        By the sheet's title: the columns' headings, and a table whose column names say how its
        numbers are written. Texts stay texts: what begins with = + - or @ is no formula.
    """
    book = Workbook()
    for place, (title, (headings, table)) in enumerate(sheets.items()):
        sheet = book.active if place == 0 else book.create_sheet()
        sheet.title = title[:31]
        for column, heading in enumerate(headings, 1):
            _text(sheet.cell(1, column), heading).font = Font(bold=True)
            sheet.column_dimensions[get_column_letter(column)].width = 18
        for row, values in enumerate(table.itertuples(index=False), 2):
            for column, (name, value) in enumerate(zip(table.columns, values, strict=True), 1):
                cell = sheet.cell(row, column)
                if isinstance(value, str):
                    _text(cell, value)
                elif not pd.isna(value):
                    cell.value = float(value)
                    cell.number_format = FORMATS.get(KINDS.get(str(name), ""), "General")
        sheet.freeze_panes = "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def address(content: bytes) -> str:
    """The file as an address that holds it, for a link."""
    return f"data:{KIND};base64,{base64.b64encode(content).decode()}"


def _text(cell: Cell, text: str) -> Cell:
    cell.value = CONTROL.sub("", text)
    # After the value, which would make a formula of "=1+1".
    cell.data_type = "s"
    cell.number_format = "@"
    return cell

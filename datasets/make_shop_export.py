"""Simulate the online shop, write its messy export, and a card that says what is wrong in it.

Run: python datasets/make_shop_export.py
"""

import hashlib
from pathlib import Path

import pandas as pd

from crmkit.companies import export, online_shop

FOLDER = Path(__file__).parent
CUSTOMERS, DAYS, SEED = 1_350, 730, 11
MEANINGS = {
    "订单编号": "order; a return has the number of its order",
    "买家会员名": "member name of the buyer; some look like numbers with leading zeros",
    "宝贝标题": "title of the goods",
    "宝贝数量": "items; negative for a return",
    "买家实际支付金额": "money that the buyer paid, in yuan; negative for a return",
    "订单付款时间": "time of the payment (China time)",
    "订单状态": "交易成功 sold, 退款成功 refunded",
    "收货地址": "city; the rest of the address is masked",
}
CARD = '''\
title = "A shop's order export, as messy as they come"
description = """
What the simulated online shop's platform exports: {rows:,} lines in GBK with Chinese headers,
loaded as text, as they stand. [facts] counts what is wrong with them; no line has two defects.
To clean them: crmkit.orders.read(crmkit.datasets.path("shop_export"), preset="chinese_shop").
"""
source = "Simulated by crmkit.companies.online_shop, written by datasets/make_shop_export.py"
licence = "BSD-3-Clause (crmkit)"
terms = "Invented data: no real person or firm. Say that they are simulated."
citation = "crmkit, simulated online shop."
lessons = ["10"]
made_by = "make_shop_export.py"
encoding = "gbk"
rows = {rows}
bytes = {bytes}
sha256 = "{sha256}"

[facts]
as_of = "{as_of}"
amounts_with_yuan_sign = {signs}

[facts.rules]
{rules}
'''
COLUMN = """
[columns."{name}"]
dtype = "str"
meaning = "{meaning}"
missing = {missing}
distinct = {distinct}
"""


def main(folder: Path = FOLDER) -> None:
    company = online_shop(n_customers=CUSTOMERS, days=DAYS, seed=SEED)
    file = folder / "shop_export.csv"
    known = export(company, file, seed=SEED)
    lines = pd.read_csv(file, encoding="gbk", dtype="str", keep_default_na=False, na_values=[""])
    last_day = pd.Timestamp(company.parameters.first_day) + pd.Timedelta(days=DAYS - 1)
    rules = [f'"{k}" = {{ rows = {r}, money = {m:.2f} }}' for k, r, m in known.itertuples()]
    text = CARD.format(
        rows=len(lines),
        bytes=file.stat().st_size,
        sha256=hashlib.sha256(file.read_bytes()).hexdigest(),
        as_of=f"{last_day:%Y-%m-%d}",
        signs=lines["买家实际支付金额"].str.startswith("\uffe5").sum(),
        rules="\n".join(rules),
    )
    for name, meaning in MEANINGS.items():
        text += COLUMN.format(
            name=name,
            meaning=meaning,
            missing=lines[name].isna().sum(),
            distinct=lines[name].nunique(),
        )
    # Bytes: the same on every platform.
    (folder / "shop_export.toml").write_bytes(text.encode("utf-8"))


if __name__ == "__main__":
    main()

"""The online shop's export as an analyst gets it: Chinese headers, GBK, and known defects."""

import csv
from io import StringIO
from pathlib import Path

import numpy as np
import pandas as pd

from crmkit.companies.shop import OnlineShop, Shop

# The wide yuan sign: GBK does not have the narrow one.
YUAN = "\uffe5"
COLUMN_OF_DEFECT = {
    "missing customer": "买家会员名",
    "unparseable date": "订单付款时间",
    "non-numeric amount": "买家实际支付金额",
}


def export(company: OnlineShop, file: str | Path, *, seed: int = 1) -> pd.DataFrame:
    """What would this shop's order export look like, and what exactly is wrong with it?

    The company's parameters (`export_defects`) say how many lines get each defect; no line has
    two, and an order that was returned has none.

    Parameters
    ----------
    company : OnlineShop
        From `online_shop`.
    file : str or Path
        Where to write: CSV in GBK with the headers of a Chinese shop platform, one line an order
        or a return, by time.
    seed : int
        Draws the lines that get a defect.

    Returns
    -------
    DataFrame
        One row a kind of line (index `rule`): rows and money (yuan; 0 where the amount is no
        number). Rows add up to the lines of the file, money to the sum of its readable amounts;
        of a duplicated line, one copy counts as a sale.

    Raises
    ------
    ValueError
        Too few orders for the defects.

    Examples
    --------
    >>> import tempfile
    >>> from crmkit.companies import online_shop
    >>> shop = online_shop(n_customers=300, days=365)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     known = export(shop, Path(folder) / "orders.csv")
    >>> int(known.loc["zero amount", "rows"])
    40
    """
    shop: Shop = company.parameters
    rng = np.random.default_rng(seed)
    kind = _kinds(shop, company.orders, rng)
    lines = _spoiled(shop, _lines(company), kind, rng)
    cents = np.rint(100 * company.orders["amount"]).astype("int64")
    unreadable = kind.isin(["zero amount", "non-numeric amount"])
    lines["kind"], lines["cents"] = kind, cents.mask(unreadable, 0)

    copies = lines[kind == "exact duplicate"]
    lines["kind"] = kind.replace("exact duplicate", "sale")
    tests = _test_orders(company, shop.export_defects["date after as_of"])
    written = pd.concat([pd.concat([lines, copies]).sort_index(kind="stable"), tests])
    _write(written.drop(columns=["kind", "cents"]), Path(file))
    known = written.groupby("kind")["cents"].agg(rows="size", money="sum")
    known = known.reindex(["sale", "return", *shop.export_defects], fill_value=0)
    return known.assign(money=known["money"] / 100).rename_axis("rule")


def _kinds(shop: Shop, log: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """What each line is: a sale, a return, or a sale that gets one of the defects."""
    kind = pd.Series(np.where(log["amount"] < 0, "return", "sale"), index=log.index, dtype="str")
    free = np.flatnonzero(~log["order_id"].duplicated(keep=False))
    counts = {name: n for name, n in shop.export_defects.items() if name != "date after as_of"}
    wanted = sum(counts.values())
    if len(free) < wanted:
        raise ValueError(
            f"{wanted} lines with defects asked for, but only {len(free)} orders were not "
            "returned. Simulate more customers or lower export_defects."
        )
    kind.iloc[rng.permutation(free)[:wanted]] = np.repeat(list(counts), list(counts.values()))
    return kind


def _lines(company: OnlineShop) -> pd.DataFrame:
    """The log in the platform's columns, everything as the text that is written."""
    log, shop = company.orders, company.parameters
    who = company.customers.index.get_indexer(pd.Index(log["customer_id"]))
    names = np.array(_member_names(shop, len(company.customers)), dtype=object)
    titles = [shop.titles[department] for department in log["department"]]
    sold_on = log.groupby("order_id")["ordered_at"].transform("first").dt.strftime("%Y%m%d")
    return pd.DataFrame(
        {
            "订单编号": sold_on + log["order_id"].astype("str").str.zfill(10),
            "买家会员名": names[who],
            "宝贝标题": [t[i % len(t)] for t, i in zip(titles, log["order_id"], strict=True)],
            "宝贝数量": log["quantity"].astype("str"),
            "买家实际支付金额": log["amount"].map("{:.2f}".format),
            "订单付款时间": log["ordered_at"].dt.strftime("%Y-%m-%d %H:%M:%S"),
            "订单状态": np.where(log["amount"] < 0, "退款成功", "交易成功"),
            "收货地址": company.customers["city"].astype("str").to_numpy()[who] + "市***",
        },
        dtype="str",
    )


def _member_names(shop: Shop, n_customers: int) -> list[str]:
    """A name for each customer, no two alike; every 25th looks like a number with leading zeros."""
    first, last = shop.member_names["first"], shop.member_names["last"]
    names = []
    for i in range(n_customers):
        lap, pair = divmod(i, len(first) * len(last))
        name = first[pair % len(first)] + last[pair // len(first)] + (str(lap) if lap else "")
        names.append(f"{i:08d}" if i % 25 == 24 else name)
    return names


def _spoiled(
    shop: Shop, lines: pd.DataFrame, kind: pd.Series, rng: np.random.Generator
) -> pd.DataFrame:
    """The lines with their defects, and some amounts written with a sign and thousands."""
    lines = lines.copy()
    for defect, texts in shop.export_defect_texts.items():
        hit = np.flatnonzero(kind == defect)
        lines.loc[hit, COLUMN_OF_DEFECT[defect]] = [texts[i % len(texts)] for i in range(len(hit))]
    lines.loc[kind == "zero amount", ["买家实际支付金额", "宝贝标题"]] = ["0.00", "赠品小样"]
    sales = rng.permutation(np.flatnonzero(kind == "sale"))[: shop.export_formatted_amounts]
    plain = lines.loc[sales, "买家实际支付金额"].astype("float64")
    lines.loc[sales, "买家实际支付金额"] = plain.map((YUAN + "{:,.2f}").format).astype("str")
    return lines


def _test_orders(company: OnlineShop, count: int) -> pd.DataFrame:
    """Orders that the shop's staff made up to try the till, dated after the simulation."""
    year = pd.Timestamp(company.parameters.first_day).year + company.days // 365 + 1
    orders = pd.DataFrame(
        {
            "订单编号": [f"{year}0101{9_000_000_000 + i}" for i in range(count)],
            "买家会员名": "测试账号",
            "宝贝标题": "测试商品勿拍",
            "宝贝数量": "1",
            "买家实际支付金额": [f"{(i + 1) / 100:.2f}" for i in range(count)],
            "订单付款时间": [f"{year}-01-01 00:{i // 60:02d}:{i % 60:02d}" for i in range(count)],
            "订单状态": "交易成功",
            "收货地址": "上海市***",
        },
        dtype="str",
    )
    return orders.assign(kind="date after as_of", cents=np.arange(1, count + 1))


def _write(lines: pd.DataFrame, file: Path) -> None:
    text = StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(lines.columns)
    writer.writerows(lines.itertuples(index=False))
    file.write_bytes(text.getvalue().encode("gbk"))

"""The simulated shop: its records against its truth, its truth against the card, its export."""

import runpy
import tomllib
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from crmkit import datasets, orders
from crmkit.companies import Shop, export, online_shop
from crmkit.datasets import cards

SEGMENTS = ["regular", "bargain", "occasional"]


@pytest.fixture(scope="module")
def company():
    return online_shop(n_customers=20_000, days=730, seed=7)


@pytest.fixture(scope="module")
def card():
    """The parameters as they stand on the card, read without the simulator."""
    with (cards.cards_folder() / "online_shop.toml").open("rb") as file:
        written = tomllib.load(file)["parameters"]
    return {name: parameter["value"] for name, parameter in written.items()}


@pytest.fixture(scope="module")
def sales(company):
    """Orders with the truth about who placed them."""
    bought = company.orders[company.orders["amount"] > 0]
    bought = bought.join(company.truth, on="customer_id")
    bought["listed"] = bought["amount"] + bought["discount"]
    bought["day"] = bought["ordered_at"].dt.normalize()
    bought["festival"] = in_festival(bought["day"])
    return bought


def in_festival(days):
    month_day = pd.Series(days).dt.strftime("%m-%d")
    return (month_day.between("06-16", "06-18") | month_day.between("11-09", "11-11")).to_numpy()


def assert_share(hits, share, tolerance=4):
    """A share of independent draws, within 4 standard errors."""
    error = np.sqrt(share * (1 - share) / len(hits))
    assert np.mean(hits) == pytest.approx(share, abs=tolerance * error)


def assert_mean(values, mean, tolerance=4):
    error = np.std(values) / np.sqrt(len(values))
    assert np.mean(values) == pytest.approx(mean, abs=tolerance * error)


# --- Same seed, same data -------------------------------------------------------------------


def test_same_seed_gives_the_same_company():
    one, two = (online_shop(n_customers=200, days=200, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(one.orders, two.orders)
    pd.testing.assert_frame_equal(one.customers, two.customers)
    pd.testing.assert_frame_equal(one.truth, two.truth)


def test_another_seed_gives_another_company():
    one, two = (online_shop(n_customers=200, days=200, seed=seed) for seed in (3, 4))
    assert not one.orders["amount"].head(100).equals(two.orders["amount"].head(100))


def test_simulating_leaves_the_global_random_state_alone():
    before = np.random.get_state()[1].copy()
    online_shop(n_customers=10, days=10, seed=1)
    assert (np.random.get_state()[1] == before).all()


# --- The tables -----------------------------------------------------------------------------


def test_orders_are_an_order_log(company):
    log = company.orders
    types = {name: str(dtype) for name, dtype in log.dtypes.items()}
    assert types == {
        "customer_id": "str",
        "ordered_at": "datetime64[us]",
        "amount": "float64",
        "order_id": "int64",
        "quantity": "int64",
        "department": "category",
        "channel": "category",
        "discount": "float64",
        "cost": "float64",
    }
    assert isinstance(log.index, pd.RangeIndex)
    assert log["ordered_at"].is_monotonic_increasing
    assert not log.isna().any(axis=None)


def test_money_is_in_whole_cents(company):
    for column in ("amount", "discount", "cost"):
        money = company.orders[column]
        assert (money == (money * 100).round() / 100).all()
        assert (np.rint(money * 100) / 100 == money).all()


def test_records_stay_within_the_simulated_days(company):
    start = pd.Timestamp("2023-01-01")
    assert company.orders["ordered_at"].min() >= start
    assert company.orders["ordered_at"].max() < start + pd.Timedelta(days=730)


def test_every_customer_joins_with_a_first_order(company):
    first = company.orders.groupby("customer_id")["ordered_at"].min().dt.normalize()
    assert (first.reindex(company.customers.index) == company.customers["joined"]).all()
    assert company.customers.index.is_unique
    assert company.customers.index.equals(company.truth.index)


def test_nobody_buys_after_leaving(sales):
    assert (sales["day"] <= sales["alive_until"]).all()


def test_a_return_mirrors_its_order(company, card):
    log = company.orders
    sold = log[log["amount"] > 0].set_index("order_id")
    back = log[log["amount"] < 0].set_index("order_id")
    assert sold.index.is_unique
    assert back.index.is_unique
    order = sold.loc[back.index]
    for column in ("amount", "quantity", "discount"):
        assert (back[column] == -order[column]).all()
    for column in ("customer_id", "department", "channel"):
        assert (back[column] == order[column]).all()
    later = (back["ordered_at"].dt.normalize() - order["ordered_at"].dt.normalize()).dt.days
    assert later.min() == 1
    assert later.max() == card["return_days"]
    # The goods are worth their cost again, the delivery is paid twice.
    both = back["cost"] + order["cost"]
    assert both.to_numpy() == pytest.approx(2 * card["delivery_cost"])


def test_shop_knows_less_than_the_truth(company, card):
    known = company.customers
    told = known["gender"].notna()
    assert_share(told, card["profile_share"])
    assert (known["age_group"].notna() == told).all()
    assert (known["gender"][told] == company.truth["gender"][told]).all()
    assert "segment" not in known


# --- Truth against the card -----------------------------------------------------------------


def test_channels_and_segments_have_their_shares(company, card):
    channel, segment = company.customers["channel"], company.truth["segment"]
    for name, share in card["channel_share"].items():
        assert_share(channel == name, share)
        for kind in SEGMENTS:
            assert_share(segment[channel == name] == kind, card["segment_share"][name][kind])
    for name, share in card["city_share"].items():
        assert_share(company.customers["city"] == name, share)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_rates_are_gamma_distributed(company, card, segment):
    rate = company.truth.loc[company.truth["segment"] == segment, "rate_per_day"]
    shape, scale = card["rate_shape"][segment], card["rate_scale_days"][segment]
    assert_mean(rate, shape / scale)
    assert rate.var() == pytest.approx(shape / scale**2, rel=0.15)


@pytest.mark.parametrize("segment", SEGMENTS)
@pytest.mark.parametrize("days", [30, 200, 1000])
def test_customers_survive_as_the_pareto_process_says(company, card, segment, days):
    """P(alive after t) = (beta / (beta + t))^s: a Pareto law of the second kind."""
    who = company.truth["segment"] == segment
    joined, left = company.customers["joined"][who], company.truth["alive_until"][who]
    shape, scale = card["dropout_shape"][segment], card["dropout_scale_days"][segment]
    # Both are whole days, so the difference is the lifetime give or take half a day on average.
    alive = (left - joined).dt.days + 0.5 > days
    assert_share(alive, (scale / (scale + days)) ** shape, tolerance=5)


def exposure(company, segment, card):
    """Days under observation while alive, a festival day counting as often as it is faster."""
    calendar = pd.Series(pd.date_range("2023-01-01", periods=company.days))
    pace = np.where(in_festival(calendar), card["festival_uplift"][segment], 1.0)
    clock = np.concatenate([[0.0], pace.cumsum()])
    who = company.truth["segment"] == segment
    start = (company.customers["joined"][who] - calendar[0]).dt.days + 0.5
    end = (company.truth["alive_until"][who] - calendar[0]).dt.days + 0.5
    days = np.arange(company.days + 1)
    span = np.interp(np.minimum(end, company.days), days, clock) - np.interp(start, days, clock)
    return pd.Series(np.maximum(span, 0), index=start.index)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_customers_buy_at_their_own_rate_while_alive(company, card, sales, segment):
    expected = exposure(company, segment, card)
    expected = expected * company.truth["rate_per_day"].reindex(expected.index)
    bought = sales.groupby("customer_id").size().reindex(expected.index) - 1
    # A Poisson count: its variance is its mean.
    assert bought.sum() == pytest.approx(expected.sum(), abs=4 * np.sqrt(expected.sum()))
    busy = expected > 5
    surprise = (bought[busy] - expected[busy]) / np.sqrt(expected[busy])
    assert surprise.std() == pytest.approx(1, abs=0.1)


@pytest.mark.parametrize("segment", SEGMENTS)
def test_festivals_speed_purchases_up(company, card, sales, segment):
    mine = sales[sales["segment"] == segment]
    repeats = mine[
        mine["day"] > company.customers["joined"].reindex(mine["customer_id"]).to_numpy()
    ]
    by_day = (
        repeats.groupby("day")
        .size()
        .reindex(pd.date_range("2023-01-01", periods=company.days), fill_value=0)
    )
    ratios = []
    for first, last in (("2023-11-09", "2023-11-11"), ("2024-11-09", "2024-11-11")):
        near = by_day[
            pd.Timestamp(first) - pd.Timedelta(days=20) : pd.Timestamp(last) + pd.Timedelta(days=20)
        ]
        inside = in_festival(near.index.to_series())
        ratios.append(
            (near[inside].sum(), near[inside].size, near[~inside].sum(), near[~inside].size)
        )
    busy, busy_days, calm, calm_days = np.sum(ratios, axis=0)
    ratio = (busy / busy_days) / (calm / calm_days)
    error = ratio * np.sqrt(1 / busy + 1 / calm)
    assert ratio == pytest.approx(card["festival_uplift"][segment], abs=4 * error)


def test_festivals_bring_new_customers(company, card):
    joined = company.customers["joined"].value_counts()
    joined = joined.reindex(pd.date_range("2023-01-01", periods=company.days), fill_value=0)
    inside = in_festival(joined.index.to_series())
    ratio = joined[inside].mean() / joined[~inside].mean()
    error = ratio / np.sqrt(joined[inside].sum())
    assert ratio == pytest.approx(card["acquisition_uplift"], abs=4 * error)


def test_discounts_are_given_on_festival_days_only(card, sales):
    rate = sales["discount"] / sales["listed"]
    assert (sales.loc[~sales["festival"], "discount"] == 0).all()
    june = sales["festival"] & (sales["day"].dt.month == 6)
    november = sales["festival"] & (sales["day"].dt.month == 11)
    # To the cent on a list price: the rate is off by less than half a cent.
    for when, share in ((june, "618"), (november, "double_11")):
        off = (rate[when] - card["festival_discount"][share]).abs() * sales.loc[when, "listed"]
        assert off.max() <= 0.005 + 1e-9


@pytest.mark.parametrize("segment", SEGMENTS)
def test_mean_spend_follows_gamma_gamma(company, card, segment):
    """E(M) = p gamma / (q - 1) (on CDNOW: 6.25 x 15.44 / 2.74 = 35.2)."""
    mean = company.truth.loc[company.truth["segment"] == segment, "mean_spend"]
    p, q = card["spend_shape"], card["spend_mean_shape"]
    assert_mean(mean, p * card["spend_mean_scale"][segment] / (q - 1), tolerance=5)


def test_orders_vary_around_the_customers_own_mean(card, sales):
    relative = sales["listed"] / sales["mean_spend"]
    assert_mean(relative, 1)
    assert relative.var() == pytest.approx(1 / card["spend_shape"], rel=0.05)


def test_departments_follow_gender(card, sales):
    for gender, share in card["womens_department_share"].items():
        assert_share(sales.loc[sales["gender"] == gender, "department"] == "women", share)


def test_returns_have_their_share_by_department(company, card, sales):
    back = company.orders.loc[company.orders["amount"] < 0, "order_id"]
    # The last days' returns are still on their way.
    seen = sales[sales["day"] < sales["day"].max() - pd.Timedelta(days=card["return_days"])]
    for department, share in card["return_share"].items():
        mine = seen.loc[seen["department"] == department, "order_id"]
        assert_share(mine.isin(back), share)


def test_cost_is_goods_and_delivery(card, sales):
    for department, share in card["cost_share"].items():
        mine = sales[sales["department"] == department]
        goods = mine["cost"] - card["delivery_cost"]
        assert (goods - share * mine["listed"]).abs().max() <= 0.005 + 1e-9


def test_quantities_and_channels_follow_the_card(company, card, sales):
    assert_mean(sales["quantity"] - 1, card["extra_items"])
    first = ~sales["customer_id"].duplicated()
    brought = company.customers["channel"].astype("str").reindex(sales["customer_id"]).to_numpy()
    channel = sales["channel"].astype("str")
    assert ((channel == brought) | (channel == "app")).all()
    assert (channel[first] == brought[first]).all()
    assert_share(channel[~first] == "app", card["app_share"])


def test_days_have_their_hours(card, sales):
    weights = np.array(card["hour_weight"]) / sum(card["hour_weight"])
    share = sales["ordered_at"].dt.hour.value_counts(normalize=True).sort_index()
    assert share.to_numpy() == pytest.approx(weights, abs=0.005)


# --- Parameters and edges -------------------------------------------------------------------


def test_without_festivals_the_clock_is_even():
    shop = replace(Shop.from_card(), festival_days={}, festival_discount={})
    company = online_shop(n_customers=5_000, days=365, seed=5, parameters=shop)
    assert (company.orders["discount"] == 0).all()
    joined = company.customers["joined"].value_counts()
    assert joined.max() < 3 * joined.mean()


def test_parameters_of_the_company_are_those_of_the_card(company, card):
    assert company.parameters == Shop.from_card()
    assert set(vars(company.parameters)) == set(card)


def test_card_with_an_unknown_or_missing_parameter_is_refused(monkeypatch):
    right = datasets.card("online_shop")
    more = {**right.parameters, "colour": cards.Parameter(value=1, meaning="m")}
    less = {k: v for k, v in right.parameters.items() if k != "app_share"}
    for parameters, name in ((more, "colour"), (less, "app_share")):
        wrong = replace(right, parameters=parameters)
        monkeypatch.setattr("crmkit.companies.company.card", lambda _, wrong=wrong: wrong)
        with pytest.raises(ValueError, match=name):
            Shop.from_card()


@pytest.mark.parametrize(("n_customers", "days"), [(0, 10), (10, 0), (-1, 10)])
def test_a_shop_needs_a_customer_and_a_day(n_customers, days):
    with pytest.raises(
        ValueError, match=r"(n_customers|days)=.* must be a whole number of 1 or more"
    ):
        online_shop(n_customers=n_customers, days=days)


@pytest.mark.parametrize(("n_customers", "days"), [(1, 1), (1, 400), (50, 1)])
def test_smallest_shops_work(n_customers, days):
    company = online_shop(n_customers=n_customers, days=days, seed=1)
    assert len(company.customers) == n_customers
    assert (company.orders["amount"] > 0).sum() >= n_customers


# --- The messy export -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    file = tmp_path_factory.mktemp("export") / "orders.csv"
    shop = online_shop(n_customers=400, days=500, seed=9)
    return shop, export(shop, file), file


@pytest.fixture(scope="module")
def lines(exported):
    *_, file = exported
    return pd.read_csv(file, encoding="gbk", dtype="str", keep_default_na=False)


def test_known_defects_are_those_of_the_card(exported, card):
    _, known, _ = exported
    assert known.loc[list(card["export_defects"]), "rows"].to_dict() == card["export_defects"]


def test_known_defects_are_found_by_counting(exported, lines):
    """Counted from the file alone, with other means than it was written with."""
    shop, known, _ = exported
    rows = known["rows"]
    assert len(lines) == rows.sum()
    number = lines["买家实际支付金额"].str.replace("[\uffe5,]", "", regex=True)
    money = pd.to_numeric(number, errors="coerce")
    date = pd.to_datetime(lines["订单付款时间"], errors="coerce", format="%Y-%m-%d %H:%M:%S")
    found = {
        "exact duplicate": lines.duplicated(),
        "missing customer": lines["买家会员名"].str.strip() == "",
        "unparseable date": date.isna(),
        "non-numeric amount": money.isna(),
        "zero amount": money == 0,
        "date after as_of": date > pd.Timestamp("2023-01-01") + pd.Timedelta(days=shop.days),
        "return": money < 0,
    }
    table = pd.DataFrame(found)
    assert table.sum().to_dict() == rows.drop("sale").to_dict()
    assert table.sum(axis=1).max() == 1  # no line has two
    for name, hit in found.items():
        assert money[hit].sum() == pytest.approx(known.loc[name, "money"], abs=0.001)
    assert money.sum() == pytest.approx(known["money"].sum(), abs=0.001)


def test_clean_lines_of_the_export_are_the_orders_of_the_company(exported, lines):
    shop, known, _ = exported
    kept = lines.drop_duplicates()
    defects = known["rows"].drop(["sale", "return", "exact duplicate", "date after as_of"]).sum()
    assert len(kept) - known.loc["date after as_of", "rows"] == len(shop.orders)
    assert known.loc[["sale", "return"], "rows"].sum() == len(shop.orders) - defects


def test_some_amounts_carry_a_sign_and_thousands(lines, card):
    signed = lines["买家实际支付金额"].str.startswith("\uffe5")
    assert signed.sum() == card["export_formatted_amounts"]
    assert lines["买家实际支付金额"].str.fullmatch("\uffe5\\d,\\d{3}\\.\\d{2}").any()


def test_members_have_names_of_their_own(exported, lines):
    shop, *_ = exported
    who = lines.loc[lines["买家会员名"].str.strip() != "", "买家会员名"]
    assert who.str.fullmatch("0\\d{7}").any()
    assert who.nunique() <= len(shop.customers) + 1  # and the staff's test account


def test_export_leaves_the_company_as_it_is(tmp_path):
    shop = online_shop(n_customers=300, days=365, seed=2)
    before = shop.orders.copy()
    export(shop, tmp_path / "x.csv")
    pd.testing.assert_frame_equal(shop.orders, before)


def test_export_of_too_few_orders_is_refused(tmp_path):
    shop = online_shop(n_customers=20, days=30, seed=2)
    with pytest.raises(ValueError, match=r"190 lines with defects asked for, but only \d+ orders"):
        export(shop, tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())


def test_make_script_writes_the_same_bytes_again(tmp_path):
    folder = cards.cards_folder()
    runpy.run_path(str(folder / "make_shop_export.py"))["main"](tmp_path)
    for name in ("shop_export.csv", "shop_export.toml"):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes(), name


def test_shop_export_is_as_large_as_a_lesson_needs():
    described = datasets.card("shop_export")
    assert 5_000 <= described.rows <= 6_000
    assert described.bytes < 600_000


def test_cleaning_report_agrees_with_what_the_card_knows():
    facts = datasets.card("shop_export").facts
    known = pd.DataFrame(facts["rules"]).T
    log, report = orders.read(
        datasets.path("shop_export"),
        preset="chinese_shop",
        as_of=facts["as_of"],
        returns="keep",
        zeros="drop",
    )
    defects = known.drop(index=["sale", "return"])
    assert report.table.loc[defects.index, "rows"].tolist() == defects["rows"].tolist()
    assert report.table.loc[defects.index, "money"].tolist() == defects["money"].tolist()
    kept = known.loc[["sale", "return"]]
    assert len(log) == kept["rows"].sum()
    assert round(log["amount"].sum(), 2) == round(kept["money"].sum(), 2)
    assert (log["amount"] < 0).sum() == known.loc["return", "rows"]
    assert report.rows_in == known["rows"].sum()

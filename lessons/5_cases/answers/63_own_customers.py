# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
def club_of(name):
    seed = int.from_bytes(name.encode(), "big") % 10_000
    theirs = Path(tempfile.mkdtemp()) / "orders.csv"
    companies.export(companies.online_shop(n_customers=4_000, seed=seed), theirs, seed=seed)
    half = summary.split(orders.read(theirs, as_of=as_of)[0],
                         calibration_end=split_day, holdout_end=as_of)
    groups = rfm.name_segments(rfm.score(half.calibration))
    return member_gains.by_group(2 * half.holdout["total_spend"], groups, **terms)


# %%
clubs = {one: club_of(one) for one in ("Li Wei", "Wang Fang", "Zhang Min", "Anna", "Ben")}
paying_in = {one: list(table.index[table["verdict"] == "pays"]) for one, table in clubs.items()}
profits = [table.loc[paying_in[one], "profit"].sum() for one, table in clubs.items()]
pd.DataFrame({"pays for": [", ".join(names) for names in paying_in.values()],
              "yuan a year": np.round(profits).astype("int64")}, index=list(clubs))

# %% [markdown]
# **1** It depends on the name, which is the point: each name is another shop. The *Champions* pay in {{sum("Champions" in one for one in paying_in.values())}} of these {{len(clubs)}} shops, a second segment in {{sum(len(one) > 1 for one in paying_in.values())}}. The profit runs from {{min(profits) / 1000:,.0f}} to {{max(profits) / 1000:,.0f}} thousand yuan. So "the champions" holds and the figure does not: it goes to the board with its interval.

# %% [markdown] lang="zh"
# **1** 取决于姓名，意义也在这里：每个姓名都是另一家店。这 {{len(clubs)}} 家里，有 {{sum("Champions" in one for one in paying_in.values())}} 家对 *Champions*（冠军客户）划算，{{sum(len(one) > 1 for one in paying_in.values())}} 家还对另一个客户群划算；每年的利润从 {{min(profits) / 10_000:,.1f}} 万元到 {{max(profits) / 10_000:,.1f}} 万元。所以“只邀请冠军客户”这个决定站得住，具体的数字则未必，交给董事会时要带上区间。

# %%
sooner = pd.Timestamp("2024-06-30")
shorter, _ = orders.read(file, as_of=sooner, may_drop=0.4, **columns)
before = summary.split(shorter, calibration_end=sooner - pd.Timedelta(days=183), holdout_end=sooner)
bought = before.holdout["purchases"].sum()
said = comparison.forecasts(before, tuple(models.values()))
missed = pd.Series({one: 100 * (table["expected"].sum() / bought - 1) for one, table in said.items()})

# %%
active = before.calibration["days_since_last"] < 183
pace = before.calibration["repeat_purchases"] / before.calibration["age_days"].clip(lower=1) * 183
missed["silence rule"] = 100 * (pace[active].sum() / bought - 1)
pd.DataFrame({"June to December": off, "January to June": missed}).round(1)

# %% [markdown]
# **2** {{missed.abs().idxmin()}} wins again, {{missed.abs().min():.0f}} % too high; the past rate is {{missed["past rate"]:.0f}} % too high. The order of the four is the same in both half-years, though only one of them holds a festival. `orders.read` first refuses: {{100 * (1 - len(shorter) / len(log)):.0f}} % of the orders are now later than `as_of`, and `may_drop=0.4` says that you mean it. Participants meet this error; let them read it aloud.

# %% [markdown] lang="zh"
# **2** 仍然是 {{missed.abs().idxmin()}} 胜出，偏高 {{missed.abs().min():.0f}}%；“照旧”（past rate）偏高 {{missed["past rate"]:.0f}}%。两个半年里只有一个有购物节，四种方法的名次却一样。`orders.read` 一开始会拒绝：现在有 {{1 - len(shorter) / len(log):.0%}} 的订单晚于 `as_of`，写上 `may_drop=0.4` 才表示确实要这样。学员会遇到这个报错，请他们把它念出来。

# %%
costs = range(40, 71)
left = pd.Series({cost: (member_gains.by_group(later, segment, **(terms | {"cost": cost}))["verdict"]
                         == "pays").sum() for cost in costs}, name="segments that pay")
highest = left.index[left > 0].max()
print(f"{highest} yuan a member a year")

# %% [markdown]
# **3** Up to {{highest}} yuan a member a year it pays for somebody, from {{highest + 1}} on for nobody. The *estimate* for the champions stays above zero up to {{terms["cost"] + club["estimate"].max():.0f}} yuan; between the two their interval holds the zero, so that the club may pay, but nobody can be sure.

# %% [markdown] lang="zh"
# **3** 每位会员每年的成本不超过 {{highest}} 元时，至少对一个客户群划算；从 {{highest + 1}} 元起，对谁都不划算。冠军客户的*估计值*一直到 {{terms["cost"] + club["estimate"].max():.0f}} 元都在零以上；在两者之间，区间包含零，也许划算，但没有把握。

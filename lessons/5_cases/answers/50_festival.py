# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
two_weeks = year.windows | {"after": ("2025-11-17", "2025-11-30")}
cut = net_gain.gains(net_gain.by_customer(log, people, windows=two_weeks), **asked)
cut_margin = net_gain.gains(
    net_gain.by_customer(log, people, windows=two_weeks, value="margin"), **asked)
pd.DataFrame({"sales": cut["estimate"], "margin": cut_margin["estimate"]}).round(-3).astype("int64")

# %% [markdown]
# **1** Net sales become {{cut.loc["net", "estimate"] / 1e6:.2f}} million yuan in place of {{sales.loc["net", "estimate"] / 1e6:.2f}}, and the margin before the fee turns from {{profit.loc["net", "estimate"] / 1e3:+,.0f}} to {{cut_margin.loc["net", "estimate"] / 1e3:+,.0f}} thousand. The platform would like that, and so would whoever was for the festival: members were still drinking up their tea in December. Settle the weeks before you look at the figures.

# %% [markdown] lang="zh"
# **1** 净销售变成 {{cut.loc["net", "estimate"] / 1e4:.0f}} 万元，原来是 {{sales.loc["net", "estimate"] / 1e4:.0f}} 万元；扣参加费之前的毛利从 {{profit.loc["net", "estimate"] / 1e4:+.1f}} 万元变成 {{cut_margin.loc["net", "estimate"] / 1e4:+.1f}} 万元。平台会喜欢，当初主张参加的人也会喜欢：其实会员到 12 月还在喝囤下的茶。看数字之前，先把周数定下来。

# %%
def beside_christmas(department):
    of_it = store[store["department"] == department]
    weeks = festival.aligned(of_it, date="week_ends", value="sales", festivals=christmas)
    return weeks.loc[[0, 2]].mean(axis=1)


dips = pd.DataFrame({d: beside_christmas(d) for d in sorted(store["department"].unique())}).T
dips.set_axis(["week of Christmas", "two weeks later"], axis="columns").round(2)

# %% [markdown]
# **2** No other one dips like department 1, which falls to {{dips.loc[1, 2]:.2f}} of an ordinary week. The lowest of the others is department {{dips[2].drop(1).idxmin()}} with {{dips[2].drop(1).min():.2f}}, and the rest lie near an ordinary week. Only department 1 had a large peak to pay back. This makes pull-forward more plausible than an empty January, which the others should have felt, too. But it proves nothing: perhaps department 1 sells what nobody wants in January.

# %% [markdown] lang="zh"
# **2** 没有哪个部门像部门 1 那样下滑，它降到平常一周的 {{dips.loc[1, 2]:.2f}} 倍。其余部门中最低的是部门 {{dips[2].drop(1).idxmin()}}，为 {{dips[2].drop(1).min():.2f}} 倍，别的都接近平常。只有部门 1 有过很高的高峰需要“偿还”。所以需求前移比“一月份本来就淡”更说得通，因为一月份淡，其他部门也该受影响。但这不是证明：也许部门 1 的商品在一月份本来就没人要。

# %%
rate = trial.groupby("coupon")["bought"].mean()
turning = (2 * rate[2] - rate[1]) / (rate[2] - rate[1])
low_margins = coupon_size.best_coupons(
    trial, margins=[1.5, 2, 2.5, 3, 3.5], rng=np.random.default_rng(50), **size)
low_margins[["estimate", "low", "high", "profit"]].round(2)

# %% [markdown]
# **3** At every margin below {{turning:.2f}} dollars. With a margin m, 1 dollar earns {{100 * rate[1]:.1f}} % x (m - 1) and 2 dollars {{100 * rate[2]:.1f}} % x (m - 2); the two are equal at {{turning:.2f}}. At a margin of 3 the data leave both open (`low`, `high`). No coupon at all was not in the trial, so it cannot be compared.

# %% [markdown] lang="zh"
# **3** 毛利低于 {{turning:.2f}} 美元时都是。设毛利为 m，1 美元的券赚 {{rate[1]:.1%}} x (m - 1)，2 美元的赚 {{rate[2]:.1%}} x (m - 2)，两者在 {{turning:.2f}} 处相等。毛利为 3 时，数据分不出哪种更好（见 `low`、`high`）。试验里没有“不发券”这一组，所以无法比较。

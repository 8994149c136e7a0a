# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
many_drawn = pd.Series(np.random.default_rng(26).choice(scores, size=8 * 1000))
many_number = pd.Series(np.repeat(np.arange(1, 9), 1000), name="survey")
large = satisfaction.net_promoter_score(many_drawn, scale=(1, 10), by=many_number)
wander = pd.DataFrame({"250 customers": surveys["estimate"].agg(["min", "max"]),
                       "1,000 customers": large["estimate"].agg(["min", "max"])})
(100 * wander.T.assign(width=wander.loc["max"] - wander.loc["min"])).round(1)

# %% [markdown]
# **1** Between {{100 * large["estimate"].min():.0f}} and {{100 * large["estimate"].max():.0f}}, in place of {{100 * surveys["estimate"].min():.0f}} and {{100 * surveys["estimate"].max():.0f}}. Four times as many answers halve the standard error (the root of 4 is 2), from {{100 * surveys["standard_error"].mean():.1f}} to {{100 * large["standard_error"].mean():.1f}} points, and the band shrinks to about a half. Other draws give somewhat other ends. Note the price: half the margin costs four times the survey.

# %% [markdown] lang="zh"
# **1** 在 {{100 * large["estimate"].min():.0f}} 到 {{100 * large["estimate"].max():.0f}} 分之间，原来是 {{100 * surveys["estimate"].min():.0f}} 到 {{100 * surveys["estimate"].max():.0f}} 分。回答增加到四倍，标准误减半（4 的平方根是 2），从 {{100 * surveys["standard_error"].mean():.1f}} 分降到 {{100 * large["standard_error"].mean():.1f}} 分，波动范围也缩小到一半左右。换一次抽样，两端会略有不同。要注意代价：误差减半，调查的规模要增加到四倍。

# %%
steps = {}
for department, rows in reviews.groupby("department", observed=True):
    one = loyalty_curve.outcome_curve(rows["stars"], rows["recommended"])
    low, high = one.loc[4, ["rise_low", "rise_high"]]
    steps[department] = {"reviews": len(rows), "3 to 4": one.loc[4, "rise"], "low": low,
                         "high": high, "next largest": one["rise"].drop(4).max()}
steps = pd.DataFrame(steps).T
small = steps["reviews"].idxmin()
others = steps.drop(small)
steps.round(2)

# %% [markdown]
# **2** In {{len(others)}} of {{len(steps)}} departments beyond doubt: from three to four stars the share who recommend rises by {{100 * others["3 to 4"].min():.0f}} to {{100 * others["3 to 4"].max():.0f}} points, more than at any other step (at most {{100 * others["next largest"].max():.0f}}). In *{{small}}* it rises by {{100 * steps.loc[small, "3 to 4"]:.0f}} points, and just as much from two to three. But {{small}} has only {{steps.loc[small, "reviews"]:.0f}} reviews, and the interval reaches from {{100 * steps.loc[small, "low"]:.0f}} to {{100 * steps.loc[small, "high"]:.0f}} points: there is a step, but whether it is the cliff so few reviews cannot say.

# %% [markdown] lang="zh"
# **2** {{len(steps)}} 个部门里有 {{len(others)}} 个毫无疑问：从三星到四星，推荐的比例上升 {{100 * others["3 to 4"].min():.0f}} 到 {{100 * others["3 to 4"].max():.0f}} 个百分点，比其他任何一步都大（其他最多 {{100 * others["next largest"].max():.0f}} 个）。在 *{{small}}* 部门，这一步上升 {{100 * steps.loc[small, "3 to 4"]:.0f}} 个百分点，而从二星到三星上升得一样多。不过 {{small}} 只有 {{steps.loc[small, "reviews"]:.0f}} 条评论，区间是 {{100 * steps.loc[small, "low"]:.0f}} 到 {{100 * steps.loc[small, "high"]:.0f}}：确实有一级台阶，但评论这么少，看不出它是不是悬崖。

# %%
plan = phones["international_plan"] == "yes"
by_plan = {
    name: loyalty_curve.outcome_curve(phones["service_calls"][who], left[who], at_most=4)
    for name, who in {"plan": plan, "no plan": ~plan}.items()}
with_plan, without = by_plan.values()
plan_offers = complaints.offer_by_count(
    phones["service_calls"][plan], left[plan], **(offer | {"at_most": 4}))
abroad = (phones["international_minutes"] > 13) | (phones["international_calls"] < 3)
pd.concat(by_plan)[["customers", "estimate", "rise", "rise_low", "rise_high"]].round(2)

# %%
plan_offers[["customers", "leaving_rate", "estimate", "low", "high", "value"]].round(2)

# %% [markdown]
# **3** Yes. From the third call to four or more the rate of leaving rises by {{100 * with_plan["rise"][4]:.0f}} points (interval {{100 * with_plan["rise_low"][4]:.0f}} to {{100 * with_plan["rise_high"][4]:.0f}}), from {{100 * with_plan["estimate"][3]:.0f}} to {{100 * with_plan["estimate"][4]:.0f}} %; without the plan by {{100 * without["rise"][4]:.0f}}, from {{100 * without["estimate"][3]:.0f}} to {{100 * without["estimate"][4]:.0f}} %. The interval is wide, since only {{with_plan["customers"][4]}} customers with a plan called so often. For the offer (20 yuan, 40 % of leavers held) the fourth call matters, too: made then, it brings {{plan_offers["estimate"][4]:.1f}} yuan each, at the first call {{plan_offers["estimate"][1]:+.1f}}, which is nothing won or lost. But {{100 * with_plan["estimate"][0]:.0f}} % leave without a single call, so something else is at work. Look at their calls abroad: of those with more than 13 minutes or fewer than three calls, {{100 * left[plan & abroad].mean():.0f}} % leave, of the others {{100 * left[plan & ~abroad].mean():.0f}} %. So sharp an edge betrays the artificial table.

# %% [markdown] lang="zh"
# **3** 重要。从第三次到四次及以上，流失率上升 {{100 * with_plan["rise"][4]:.0f}} 个百分点（区间 {{100 * with_plan["rise_low"][4]:.0f}} 到 {{100 * with_plan["rise_high"][4]:.0f}}），从 {{with_plan["estimate"][3]:.0%}} 升到 {{with_plan["estimate"][4]:.0%}}；没有开通套餐的上升 {{100 * without["rise"][4]:.0f}} 个，从 {{without["estimate"][3]:.0%}} 升到 {{without["estimate"][4]:.0%}}。区间很宽，因为开通套餐又打了这么多次电话的只有 {{with_plan["customers"][4]}} 位。对优惠（成本 20 元，留住 40% 本来会离开的客户）来说，第四次电话同样重要：那时提供，每份带来 {{plan_offers["estimate"][4]:.1f}} 元；第一次就提供，每份 {{plan_offers["estimate"][1]:+.1f}} 元，不赚也不亏。但是一次客服电话也没打过的人，也有 {{with_plan["estimate"][0]:.0%}} 离开，可见还有别的原因。看看他们的国际通话：超过 13 分钟或不到三次的人，{{left[plan & abroad].mean():.0%}} 离开，其余的人是 {{left[plan & ~abroad].mean():.0%}}。界线如此分明，也露出了人工数据的痕迹。

# %%
lifts = fit.effects.loc[["influence Medium", "influence High", "contact High"]]
np.exp(lifts[["estimate", "low", "high"]]).round(2)

# %%
contact, medium, most = (np.exp(lifts.loc[row, ["estimate", "low", "high"]])
                         for row in ("contact High", "influence Medium", "influence High"))

# %% [markdown]
# **4** Influence. Compared with low influence, high influence multiplies the odds of a better answer by {{most["estimate"]:.1f}} (interval {{most["low"]:.1f}} to {{most["high"]:.1f}}); much contact with neighbours, compared with little, by {{contact["estimate"]:.1f}} ({{contact["low"]:.1f}} to {{contact["high"]:.1f}}). Influence has three levels, though, contact two, so look at the first step as well: from low to medium influence it is {{medium["estimate"]:.1f}} ({{medium["low"]:.1f}} to {{medium["high"]:.1f}}), and that interval overlaps with the one of contact: for this step the order is not settled. These are odds, not shares: odds times {{contact["estimate"]:.1f}} does not mean {{contact["estimate"]:.1f}} times as many satisfied people. And nobody was given influence by lot.

# %% [markdown] lang="zh"
# **4** 影响力。与影响力低的相比，影响力高的租户回答更好一档的几率是 {{most["estimate"]:.1f}} 倍（区间 {{most["low"]:.1f}} 到 {{most["high"]:.1f}}）；与邻居来往多的，是来往少的 {{contact["estimate"]:.1f}} 倍（{{contact["low"]:.1f}} 到 {{contact["high"]:.1f}}）。不过影响力分三档，来往只分两档，所以还要看第一步：影响力从低到中是 {{medium["estimate"]:.1f}} 倍（{{medium["low"]:.1f}} 到 {{medium["high"]:.1f}}），这个区间与“来往”的区间有重叠，单看这一步，孰大孰小还不能确定。这里说的是几率，不是比例：几率变为 {{contact["estimate"]:.1f}} 倍，并不是说满意的租户变为 {{contact["estimate"]:.1f}} 倍。而且租户的影响力并不是抽签分配的。

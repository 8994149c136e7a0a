# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
weekly_z = z.loc[[7, 14, 21, 28]]  # the same tests, seen on the last day of each week
weekly = {name: peeking.bounds(4, shape=shape) for name, shape in shapes.items()}
found_something = pd.DataFrame({name: {
    "computed": peeking.crossing_rates(bound).iloc[-1, -1],
    "in the 1,000 tests": peeking.crossed(weekly_z, bound).iloc[-1, 0],
} for name, bound in weekly.items()}).T
found_something.round(3)

# %% [markdown]
# **1** {{1000 * found_something.iloc[0, 1]:.0f}} of the 1,000, in place of {{1000 * by_hand:.0f}}; computed exactly it is {{100 * found_something.iloc[0, 0]:.1f}} in 100. Four looks give luck fewer chances than 28, but that is still more than twice the 5 of a single look: looking less often is no cure, a higher bound is. With Pocock's for four looks, {{weekly["Pocock"]["z_bound"].iloc[0]:.2f}} standard errors in place of 1.96, {{1000 * found_something.loc["Pocock", "in the 1,000 tests"]:.0f}} of the 1,000 cross.

# %% [markdown] lang="zh"
# **1** 1,000 次里有 {{1000 * found_something.iloc[0, 1]:.0f}} 次，每天看时是 {{1000 * by_hand:.0f}} 次；精确计算是每 100 次 {{100 * found_something.iloc[0, 0]:.1f}} 次。看 4 次，碰巧越界的机会比看 28 次少，但仍是只看一次时（5 次）的两倍多：光是少看几次不够，界限必须更高。换成看 4 次的 Pocock 界限，即 {{weekly["Pocock"]["z_bound"].iloc[0]:.2f}} 个标准误而不是 1.96 个，1,000 次里只有 {{1000 * found_something.loc["Pocock", "in the 1,000 tests"]:.0f}} 次越过。

# %%
closer = site | {"prior_sd": 0.01}
best_closer = round(roll_out.best_size(**closer))
earned = roll_out.expected_profits([0, best, best_closer, textbook], prior_mean=0.68, **closer)
earned["gain"].round(0).rename_axis("in each group").to_frame("responses gained")

# %% [markdown]
# **2** {{best_closer:,}} in each group, {{best_closer / best:.1f}} times as many as {{best:,}}. Treatments that differ less are harder to tell apart, so it takes more customers to pick the better one; yet a mistake costs less as well, so the best test remains far below the textbook's {{textbook:,}}. There is also less to be had: {{earned.loc[best_closer, "gain"]:,.0f}} responses more than without a test, in place of {{exact.loc[best, "gain"]:,.0f}}. And whoever still believed in 3 points and tested {{best:,}} would gain {{earned.loc[best, "gain"]:,.0f}}: not to know the spread exactly costs {{earned.loc[best_closer, "gain"] - earned.loc[best, "gain"]:.0f}} responses among 100,000 visitors.

# %% [markdown] lang="zh"
# **2** 每组 {{best_closer:,}} 人，是 {{best:,}} 人的 {{best_closer / best:.1f}} 倍。各种做法越接近就越难分辨，要更多客户才能选出较好的；但选错的损失也更小，所以最优规模仍远低于教科书的 {{textbook:,}} 人。能赚的也少了：比不测试多 {{earned.loc[best_closer, "gain"]:,.0f}} 次响应，原先是 {{exact.loc[best, "gain"]:,.0f}} 次。如果仍以为标准差是 3 个百分点，每组只测 {{best:,}} 人，也能多得 {{earned.loc[best, "gain"]:,.0f}} 次：标准差估得不准，在 100,000 位访客里只损失 {{earned.loc[best_closer, "gain"] - earned.loc[best, "gain"]:.0f}} 次响应。

# %%
left_out = {days: campaigns.average(orders, **sent, others="left out", before_days=days,
                                    rng=np.random.default_rng(47)) for days in (56, 28)}
beside = pd.concat({("8 weeks before", "never mailed"): means,
                    ("8 weeks before", "left out"): left_out[56],
                    ("4 weeks before", "never mailed"): fewer,
                    ("4 weeks before", "left out"): left_out[28]}, axis=1)
beside.drop("campaigns", axis=1, level=2).round(2).T

# %%
of_campaign = mailed.groupby("campaign_id")["customer_id"].agg(set)
by_other = pd.Series({number: 1 - (~reached).sum() / (~spent.index.isin(one)).sum()
                      for number, one in of_campaign.items()})
by_other[[8, 13, 18, 14]].round(2).to_frame("of those left out, mailed by another campaign")

# %% [markdown]
# **3** No. It comes closer to zero, {{left_out[56].loc["placebo", "estimate"]:.2f}} dollars a week in place of {{means.loc["placebo", "estimate"]:.2f}}, but its interval ({{left_out[56].loc["placebo", "low"]:.2f}} to {{left_out[56].loc["placebo", "high"]:.2f}}) leaves zero out. With four weeks before it is {{left_out[28].loc["placebo", "estimate"]:.2f}} ({{left_out[28].loc["placebo", "low"]:.2f}} to {{left_out[28].loc["placebo", "high"]:.2f}}), which leaves zero out only just. Those left out are a mixture: {{100 * by_other[8]:.0f}} % of those whom campaign 8 left out were mailed by another campaign, and {{100 * by_other[14]:.0f}} % of those whom campaign 14 left out. So they resemble the mailed more, and drift more like them, but they are not free of mail. Nor are they drawn at random. And the conclusion hangs on the choice: the effect less the placebo was {{means.loc["effect less placebo", "estimate"]:+.2f}} with an interval above zero; now it is {{left_out[56].loc["effect less placebo", "estimate"]:+.2f}}, with one that holds zero ({{left_out[56].loc["effect less placebo", "low"]:.2f}} to {{left_out[56].loc["effect less placebo", "high"]:.2f}}).

# %% [markdown] lang="zh"
# **3** 不通过。它离零近了一些，每周 {{left_out[56].loc["placebo", "estimate"]:.2f}} 美元，原先是 {{means.loc["placebo", "estimate"]:.2f}} 美元，但区间（{{left_out[56].loc["placebo", "low"]:.2f}} 到 {{left_out[56].loc["placebo", "high"]:.2f}}）仍不含零。只取之前四周时是 {{left_out[28].loc["placebo", "estimate"]:.2f}}（{{left_out[28].loc["placebo", "low"]:.2f}} 到 {{left_out[28].loc["placebo", "high"]:.2f}}），区间的上端只差一点就到零。没有寄到的家庭是混合的：第 8 次活动没有寄到的，有 {{by_other[8]:.0%}} 收到过别的活动的邮件；第 14 次是 {{by_other[14]:.0%}}。所以他们更像收到邮件的家庭，变化也更接近，但并非没有受到邮件影响，更不是抽签抽出来的。而且结论随比较对象而变：效果减去安慰剂，原先是 {{means.loc["effect less placebo", "estimate"]:+.2f}}，区间在零以上；现在是 {{left_out[56].loc["effect less placebo", "estimate"]:+.2f}}，区间含零（{{left_out[56].loc["effect less placebo", "low"]:.2f}} 到 {{left_out[56].loc["effect less placebo", "high"]:.2f}}）。

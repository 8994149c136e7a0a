# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
def stayed(seed):
    drawn = days.sample(frac=0.5, random_state=seed).index
    halves = days.loc[drawn], days.drop(index=drawn)
    dealt_moves = migration.migration_matrix(*(pyramid.tiers(pyramid.profit(h)) for h in halves))
    return migration.migration_rates(dealt_moves).loc["platinum", "platinum"]


deals = pd.Series({seed: stayed(seed) for seed in range(2, 7)})
top = moves.loc["platinum"].sum()
error = (deals.mean() * (1 - deals.mean()) / top) ** 0.5
(100 * deals.rename_axis("seed")).round(1)

# %% [markdown]
# **1** Between {{deals.min():.0%}} and {{deals.max():.0%}}; the lesson's seed gave {{dealt.loc["platinum", "platinum"]:.0%}}. So few customers are platinum ({{top}} in the first 60 days) that their share has a standard error of {{100 * error:.0f}} points: do not quote one deal to the point. The {{rates.loc["platinum", "platinum"]:.0%}} who stayed over two months are at the upper end of what chance makes. Had the store been losing its best customers, this share would lie below that range.

# %% [markdown] lang="zh"
# **1** 在 {{deals.min():.0%}} 到 {{deals.max():.0%}} 之间；课文里的种子得到 {{dealt.loc["platinum", "platinum"]:.0%}}。铂金客户很少（前 60 天只有 {{top}} 位），占比的标准误就有 {{100 * error:.0f}} 个百分点，所以不必计较某一次分配的一两个百分点。两个月后仍是铂金的 {{rates.loc["platinum", "platinum"]:.0%}}，落在偶然所能造成的范围的上端；如果这家店真在失去最好的客户，这个数应该比范围的下端还低。

# %%
shopping_days = days.groupby("customer_id").size()
served = {cost: pyramid.whale_facts(profit - cost * shopping_days) for cost in (5, 50)}
pd.DataFrame({0: facts} | served).loc[["loss_makers", "peak_profit_share"]].round(3)

# %% [markdown]
# **2** Take a day with a purchase as a visit. {{served[5]["loss_makers"]:,.0f}} customers make a loss, {{served[5]["loss_makers"] - facts["loss_makers"]:,.0f}} more than before: those who left less than 5 dollars a visit. The peak rises from {{facts["peak_profit_share"]:.1%}} to {{served[5]["peak_profit_share"]:.1%}} of profit, which is hardly a whale. A visit leaves {{profit.sum() / shopping_days.sum():.0f}} dollars of gross profit on average, so 5 dollars hurt only the smallest; at 50 dollars a visit the peak would be {{served[50]["peak_profit_share"]:.0%}}. In real firms, moreover, service does not cost the same for all, and it is this difference that makes whales.

# %% [markdown] lang="zh"
# **2** 把有购买的一天算作一次服务。亏损客户有 {{served[5]["loss_makers"]:,.0f}} 位，比原来多 {{served[5]["loss_makers"] - facts["loss_makers"]:,.0f}} 位，多出来的正是每次留下的毛利不到 5 元的人。最高点从利润的 {{facts["peak_profit_share"]:.1%}} 升到 {{served[5]["peak_profit_share"]:.1%}}，还算不上鲸鱼。平均每次留下 {{profit.sum() / shopping_days.sum():.0f}} 元毛利，5 元只会伤到最小的客户；如果每次要花 50 元，最高点会到 {{served[50]["peak_profit_share"]:.0%}}。况且在现实中，服务成本因客户而异，真正让鲸鱼拱起来的正是这种差异。


# %%
def class_with(table, cut):
    return portfolio.classify(table, growth_cut=cut, size_cut="median").customers["class"]


strict = class_with(growth, 0.5)
fell = (class_with(growth, 0.0) == "star") & (strict != "star")
by_chance = (class_with(chance, 0.0) == "star") & (class_with(chance, 0.5) != "star")
still = growth[strict == "star"]
spent = ["spend_before", "spend_after"]
compared = pd.DataFrame(
    {"no longer stars": growth.loc[fell, spent].mean(), "still stars": still[spent].mean()}
)
compared.round(0)

# %% [markdown]
# **3** {{fell.sum():,}} of {{stars.loc["star", "customers"]:,}} stars, the large customers who grew by one half at most, are now cash cows. They are the better customers: they spent {{compared.iloc[0, 0]:,.0f}} dollars in the first 60 days and {{compared.iloc[1, 0]:,.0f}} in the last, those who are still stars {{compared.iloc[0, 1]:,.0f}} and {{compared.iloc[1, 1]:,.0f}}. No wonder: {{(still["spend_before"] == 0).mean():.0%}} of these had bought nothing before, and whoever starts at nothing grows by more than any cut. One opinion of many: do not tell the sales force. The cut moved, not the customers; where no time passes, it would demote {{by_chance.sum():,}} as well. And a list that says "serve at a low cost" of steady buyers who even grew does harm. If you hand out classes, hand out the cuts with them.

# %% [markdown] lang="zh"
# **3** {{stars.loc["star", "customers"]:,}} 位明星里有 {{fell.sum():,}} 位变成金牛，就是那些规模大、但增长不超过一半的客户。他们其实更好：前 60 天人均消费 {{compared.iloc[0, 0]:,.0f}} 元，后 60 天 {{compared.iloc[1, 0]:,.0f}} 元；仍是明星的人是 {{compared.iloc[0, 1]:,.0f}} 元和 {{compared.iloc[1, 1]:,.0f}} 元。这不奇怪：仍是明星的人里，{{(still["spend_before"] == 0).mean():.0%}} 之前什么也没买，从零开始，增长率高过任何分界线。要不要告诉销售人员，看法可以不同，我的看法是不告诉：变的是分界线，不是客户；在没有时间流逝的两个半份里，同样的改动也会让 {{by_chance.sum():,}} 人“降级”。一份名单要是叫人对稳定而且还在增长的客户“低成本服务”，只会坏事。要发分类，就把分界线一起发下去。

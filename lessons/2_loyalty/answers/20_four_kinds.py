# ---
# jupyter:
#   crmkit:
#     languages: [en, zh]
# ---

# %%
def mixed(attitude, behaviour, cut):
    found = typology.type_table(
        typology.classify(attitude, behaviour, attitude_cut=cut, behaviour_cut=cut))
    two_kinds = found.loc[["latent", "spurious"], ["customer_share", "expected_share"]].sum()
    return [attitude.corr(behaviour), *two_kinds]


mobile = datasets.load("mobile_satisfaction")
likes_10, recommends_10 = mobile["CUSA1"], mobile["CUSL3"]
compared = pd.DataFrame(
    [mixed(liking, loyalty, 6), mixed(liking, complete["cusl_1"], 6),
     mixed(likes_10, recommends_10, 8), mixed(likes_10, recommends_10, 9)],
    columns=["correlation", "mixed", "if unrelated"],
    index=["lesson, three questions", "lesson, recommend only", "1 to 10, cut 8", "1 to 10, cut 9"])
compared["ratio"] = compared["mixed"] / compared["if unrelated"]
compared.round(2)

# %% [markdown]
# **1** At first sight neither: {{100 * compared["mixed"].iloc[2]:.0f}} % are latent or spurious at cut 8 and {{100 * compared["mixed"].iloc[3]:.0f}} % at cut 9, and in the lesson it was {{100 * compared["mixed"].iloc[0]:.0f}} % (6 of 7 points is 8.5 of 10, so we try both). But what matters is how many there would be if the two had nothing to do with each other. Of these the lesson found {{100 * compared["ratio"].iloc[0]:.0f}} %, here it is {{100 * compared["ratio"].iloc[2]:.0f}} and {{100 * compared["ratio"].iloc[3]:.0f}} %, and the correlation, which needs no cut, falls from {{compared["correlation"].iloc[0]:.2f}} to {{compared["correlation"].iloc[2]:.2f}}. So they are more common. But that need not be the customers' doing: we now ask one question about loyalty in place of the mean of three, and a single answer owes more to chance. With "would recommend" alone the lesson's customers come to {{compared["correlation"].iloc[1]:.2f}} and {{100 * compared["ratio"].iloc[1]:.0f}} %. Like with like, there is little between the two surveys.

# %% [markdown] lang="zh"
# **1** 乍看一样多：分界点取 8 和取 9，潜在忠诚与虚假忠诚合起来分别是 {{compared["mixed"].iloc[2]:.0%}} 和 {{compared["mixed"].iloc[3]:.0%}}，课文里是 {{compared["mixed"].iloc[0]:.0%}}（7 分制的 6 分相当于 10 分制的 8.5 分，所以两个都试）。但要看的是：假如两者毫无关系，混合类型会有多少。课文里实际只有那时的 {{compared["ratio"].iloc[0]:.0%}}，这里是 {{compared["ratio"].iloc[2]:.0%}} 和 {{compared["ratio"].iloc[3]:.0%}}；与分界点无关的相关系数也从 {{compared["correlation"].iloc[0]:.2f}} 降到 {{compared["correlation"].iloc[2]:.2f}}。所以是更多。不过原因未必在客户：这里的忠诚只问了一道题，课文里是三题的平均，单独一个回答更容易受偶然影响。课文的客户如果也只看“会不会推荐”，结果是 {{compared["correlation"].iloc[1]:.2f}} 和 {{compared["ratio"].iloc[1]:.0%}}。同样只看一道题，两份问卷相差不大。

# %%
from math import exp

hidden, given_by = panel.truth.loc[said.index], panel.parameters.buying_by_convenience
odds = hidden["purchase_share"] / (1 - hidden["purchase_share"])
odds_after = odds * (-given_by * hidden["convenience"].clip(lower=0)).map(exp)
after = odds_after / (1 + odds_after)  # where we were handier than most, we are no longer
rival = pd.DataFrame({"before": hidden["purchase_share"], "after": after,
                      "below half before": hidden["purchase_share"] < 0.5,
                      "below half after": after < 0.5, "convenience": hidden["convenience"]})
rival = rival.groupby(by_till, observed=True).mean().loc[["true", "spurious"]]
rival.round(2)

# %% [markdown]
# **2** Those who buy mostly from you because you are handy: the spurious ones. This is one answer of many, played through on the simulated panel, where we can look behind the scenes. A rival next door takes away whatever lead in convenience the firm had. The chance that a purchase is ours then falls from {{100 * rival.loc["spurious", "before"]:.0f}} to {{100 * rival.loc["spurious", "after"]:.0f}} % among the spurious, from {{100 * rival.loc["true", "before"]:.0f}} to {{100 * rival.loc["true", "after"]:.0f}} % among the true ones. Of the spurious, {{100 * rival.loc["spurious", "below half after"]:.0f}} % are then below one half (before: {{100 * rival.loc["spurious", "below half before"]:.0f}} %), of the true ones {{100 * rival.loc["true", "below half after"]:.0f}} % (before: {{100 * rival.loc["true", "below half before"]:.0f}} %). So not all of the true ones are safe either: some of them, too, came mainly because it was easy.
#
# What would have to be measured: the share of *all* purchases in the category, which your own till does not know (ask, or buy a panel); the attitude, on another day than the purchase; and the reasons to stay that are no attitude, such as distance, the end of a contract, the trouble of changing. Best of all is a test: compare the customers where a rival has opened with those where none has.

# %% [markdown] lang="zh"
# **2** 会露出真面目的，是图方便才主要在你这里买的人，即虚假忠诚的客户。答案很多，这是其中之一：用模拟面板演练一遍，因为在那里可以看到幕后的数。假设隔壁的竞争对手抵消了公司在便利上的全部优势。那么一次购买落在我们这里的概率，在虚假忠诚的客户中从 {{rival.loc["spurious", "before"]:.0%}} 降到 {{rival.loc["spurious", "after"]:.0%}}，在真正忠诚的客户中从 {{rival.loc["true", "before"]:.0%}} 降到 {{rival.loc["true", "after"]:.0%}}。概率不到一半的，在虚假忠诚的客户中从 {{rival.loc["spurious", "below half before"]:.0%}} 增加到 {{rival.loc["spurious", "below half after"]:.0%}}，在真正忠诚的客户中从 {{rival.loc["true", "below half before"]:.0%}} 增加到 {{rival.loc["true", "below half after"]:.0%}}。可见真正忠诚的客户也并非人人可靠，其中有些同样主要是图方便。
#
# 需要测量的有：客户在*整个*品类中的购买有多大比例在你这里，这是自家收银台不知道的（可以询问，或者购买消费面板数据）；态度，而且不要与购买在同一天询问；以及与态度无关的留下理由，例如距离、合约到期日、更换的麻烦。最好是检验：比较附近开了竞争对手的客户与附近没有的客户。

# %%
provider = datasets.load("corporate_reputation").loc[complete.index, "serviceprovider"]
truly = pd.DataFrame({cut: (liking >= cut) & (loyalty >= cut) for cut in (6, 7)})
groups = truly.groupby(provider).agg(["sum", "count"])
two_of_four = groups.loc[[1, 4]]
at_six, at_seven = (two_of_four[cut]["sum"] / two_of_four[cut]["count"] for cut in (6, 7))
luck = rate_interval(two_of_four[7]["sum"], two_of_four[7]["count"])
pd.DataFrame({"customers": two_of_four[6]["count"], "at cut 6": at_six, "at cut 7": at_seven,
              "low": luck["low"], "high": luck["high"]}).round(3)

# %% [markdown]
# **3** Yes, and more than twice. The share at cut 6 says how many have 6 points or more, not how many of these have 7. Let 40 of 100 be truly loyal at cut 6 in both groups: if 20 of them give 7 to everything in one group and 10 in the other, it is twice as much. Our own file has such a pair: customers of provider 1 and of provider 4 are alike at cut 6 ({{100 * at_six[1]:.0f}} and {{100 * at_six[4]:.0f}} %), at cut 7 it is {{100 * at_seven[1]:.0f}} against {{100 * at_seven[4]:.0f}} %. With {{two_of_four[7]["count"][4]}} customers, and a pair that we picked by looking, this may well be luck: the intervals, up to {{100 * luck["high"][4]:.0f}} % for provider 4 and from {{100 * luck["low"][1]:.0f}} % on for provider 1, overlap. Whoever compares groups should compare them at several cuts.

# %% [markdown] lang="zh"
# **3** 可能，甚至不止两倍。分界点 6 上的比例只说明多少人在 6 分及以上，没有说明其中多少人打了 7 分。设两群各 100 人，在分界点 6 上都有 40 人真正忠诚：一群里有 20 人各项都打 7 分，另一群里只有 10 人，就是两倍。我们的数据里就有这样一对：1 号和 4 号运营商的客户在分界点 6 上几乎相同（{{at_six[1]:.0%}} 和 {{at_six[4]:.0%}}），在分界点 7 上却是 {{at_seven[1]:.0%}} 对 {{at_seven[4]:.0%}}。4 号只有 {{two_of_four[7]["count"][4]}} 位客户，这一对又是看着数据挑出来的，很可能只是偶然：4 号的区间上限是 {{luck["high"][4]:.0%}}，1 号的下限是 {{luck["low"][1]:.0%}}，两者有重叠。比较两群客户，应当在几个分界点上都比一比。

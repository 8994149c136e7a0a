"""The checker's own words, in English (each with its Chinese term) and in Chinese."""

from collections.abc import Iterable

from crmkit.course.exercises.reading import Language

_WORDS: dict[str, tuple[str, str]] = {
    # Outcomes
    "right": ("Right (正确)", "正确"),
    "wrong": ("Not right (不对)", "不对"),
    "not the best": ("Not the best yet (还不是最优)", "还不是最优"),
    "no answer": ("No answer yet (还不是答案)", "还不是答案"),
    "not attempted": (
        "Not attempted (未作答): put your answer in place of the dots after `{name} =`.",
        "未作答：请把 `{name} =` 后面的省略号换成你的答案。",
    ),
    "not attempted, short": ("Not attempted (未作答)", "未作答"),
    # What is wrong with an answer of the wrong shape
    "incomplete": (
        "A part of the answer is still `...`.",
        "答案里还有省略号 `...` 没有填。",
    ),
    "none": (
        "This is None: nothing was computed. Does the last line only print, or change a table "
        "in place?",
        "这是 None：没有算出任何值。最后一行是不是只打印了结果，或者就地修改了表格？",
    ),
    "other": (
        "A `{got}` is no answer here; {asked} is asked for.",
        "这里不能用 `{got}` 作答；题目要的是{asked}。",
    ),
    "kind": (
        "This is {got}; {asked} is asked for.",
        "你给的是{got}；题目要的是{asked}。",
    ),
    "columns": (
        "Missing column: {missing}. Your table has: {found}.",
        "缺少列：{missing}。你的表里有：{found}。",
    ),
    "entries": (
        "Missing entry: {missing}. Your answer has: {found}.",
        "缺少条目：{missing}。你的答案里有：{found}。",
    ),
    "too many entries": (
        "Only these entries are asked for: {asked}. Leave out: {extra}.",
        "只要这些条目：{asked}。请去掉：{extra}。",
    ),
    "length": (
        "{asked} values are asked for; you gave {got}.",
        "题目要 {asked} 个值；你给了 {got} 个。",
    ),
    "mask": (
        "These are True and False; the names are asked for, as in `set(table.index[...])`.",
        "这里给的是 True 和 False；题目要的是名称本身，例如 `set(table.index[...])`。",
    ),
    # Slips that any question knows
    "per cent": (
        "The digits are right, the unit is not: mind shares (between 0 and 1) and per cent (%).",
        "数字对，单位不对：注意比例（0 到 1）和百分数（%）的区别。",
    ),
    "sign": (
        "The size is right, the sign is not: what was to be taken from what?",
        "大小对，正负号不对：是谁减去谁？",
    ),
    "size": (
        "The digits are right, the size is not: you are off by a factor of ten or a thousand. "
        "Mind the units.",
        "数字对，数量级不对：差了十倍或一千倍。请注意单位。",
    ),
    "rounded": (
        "Rounded too far. Decimals asked for: {decimals}.",
        "舍入过多：题目要求保留 {decimals} 位小数。",
    ),
    "cut off": (
        "Nearly: the last digit is off. Keep all digits on the way and round (do not cut off) at "
        "the end. Decimals asked for: {decimals}.",
        "差一点：最后一位不对。中间步骤不要舍入，最后再四舍五入（不要截断），"
        "保留 {decimals} 位小数。",
    ),
    "swapped": (
        "`{one}` and `{other}` are the wrong way round.",
        "`{one}` 和 `{other}` 写反了。",
    ),
    "of a part": ("`{part}`: {said}", "`{part}`：{said}"),
    "in part": (
        "Right so far: {right}. Look again at {wrong}.",
        "{right} 对了；请再看看 {wrong}。",
    ),
    "look again": (
        "None of the usual mistakes. Read the question again, or ask for a hint.",
        "不是常见的错误。请再读一遍题目，或者看看提示。",
    ),
    # The page of a student
    "points of": ("{points} of {of} points", "{points} 分（满分 {of} 分）"),
    "status": (". Status: {status}", "。状态：{status}"),
    "not judged": (
        "not judged, your teacher looks at it",
        "尚未评分，由老师人工查看",
    ),
    "errors": ("Cells that stopped with an error", "运行出错的单元格"),
    # What an answer earns
    "earns": (
        "This earns {points} of {of} points.",
        "这个答案得 {points} 分（满分 {of} 分）。",
    ),
    "right before": (
        "You had this right before. The answer that you check last counts: check the right one "
        "again.",
        "这一题你之前答对过。评分以最后一次检查的答案为准：请把正确答案再检查一次。",
    ),
    # Decisions
    "worth": (
        "Your decision is worth {worth}; doing nothing is worth {nothing}.",
        "你的决策带来 {worth}；什么都不做带来 {nothing}。",
    ),
    "worth less": (
        "Your decision is worth {worth}, the best one {best}; doing nothing is worth {nothing}.",
        "你的决策带来 {worth}，最优决策带来 {best}；什么都不做带来 {nothing}。",
    ),
    "options": (
        "Not among the options: {unknown}. They are {options}.",
        "不在选项之中：{unknown}。可选的有：{options}。",
    ),
    "cannot": (
        "This decision cannot be carried out: {why}",
        "这个决策无法执行：{why}",
    ),
    # Kinds of answers
    "missing": ("the dots `...`", "省略号 `...`"),
    "number": ("a number", "一个数"),
    "bool": ("True or False", "True 或 False"),
    "text": ("a text", "一段文字"),
    "list": ("a list", "一个列表"),
    "set": ("a set or list", "一个集合或列表"),
    "dict": ("a dict with named entries", "一个带名称的字典"),
    "series": ("a Series (one value a label)", "一个 Series（每个标签一个值）"),
    "frame": ("a table (DataFrame)", "一张表（DataFrame）"),
    # Hints, solution, progress
    "hint": ("Hint (提示) {number} of {of}", "提示 {number}/{of}"),
    "last hint": ("That was the last hint.", "没有更多提示了。"),
    "more hints": ("Ask again for the next one.", "再次调用可看下一条提示。"),
    "solution": ("Worked solution (参考解答)", "参考解答"),
    "solution shown": (
        "Your progress notes that the solution was shown.",
        "进度文件会记下：已看过解答。",
    ),
    "solution first": (
        "The solution (参考解答) comes after an attempt: check an answer of your own first.",
        "先自己作答并检查一次，才能看参考解答。",
    ),
    "progress": ("Progress (进度): {done} of {of} done{help}", "进度：完成 {done}/{of}{help}"),
    "with help": (" ({number} with the solution shown)", "（其中 {number} 题看过解答）"),
    "not kept": (
        "Progress could not be kept: {why}. The checks work all the same.",
        "无法保存进度：{why}。检查不受影响。",
    ),
    "tables": ("Your data: {tables}", "你的数据：{tables}"),
    "no name": (
        "No name given: these are everybody's data. Write your name into `student` for your own.",
        "没有写姓名：这是公共数据。请在 `student` 里写上你的姓名，得到自己的数据。",
    ),
    "for": ("Data of {student}", "{student} 的数据"),
}


def say(what: str, language: Language, **values: object) -> str:
    """The words for this, in this language. ValueError names the languages there are."""
    if language not in ("en", "zh"):
        raise ValueError(f"language is 'en' or 'zh', not {language!r}")
    return _WORDS[what][language == "zh"].format(**values)


def listed(names: Iterable[str], language: Language) -> str:
    """Names one after the other, as the language lists them."""
    return ("、" if language == "zh" else ", ").join(names)


def sentences(said: Iterable[str], language: Language) -> str:
    """Sentences one after the other; Chinese ones need no blank between them."""
    return ("" if language == "zh" else " ").join(filter(None, said))

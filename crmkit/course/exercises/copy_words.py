"""The words that every copy of a sheet has, in both languages."""

HOW_TO = {
    "en": """\
**How this works** Write your name between the quotes below and run the cells from top to bottom.
Replace the dots `...` by your answer; `sheet.check` says at once whether it is right.
`sheet.hint("q1")` gives a hint, and after an attempt `sheet.solution("q1")` a worked solution.
The answer that you check last is the one that counts. Your progress stays on your machine.
(在 `Sheet(...)` 里加上 `language="zh"`，检查结果就用中文显示。)""",
    "zh": """\
**怎样做** 在下面的引号里写上你的姓名，然后从上到下依次运行各个单元格。\
把省略号 `...` 换成你的答案，`sheet.check` 会马上告诉你对不对。\
`sheet.hint("q1")` 给出提示；自己作答并检查过一次之后，`sheet.solution("q1")` 给出参考解答。\
评分以最后一次检查的答案为准。你的进度只保存在自己的电脑上。""",
}

WORDS = {
    "point": (" ({points} point)", "（{points} 分）"),
    "points": (" ({points} points)", "（{points} 分）"),
    "your name": ("your name", "你的姓名"),
    "solution": ("Solution", "参考解答"),
    "mistakes": ("Mistakes that the check knows", "能识别的常见错误"),
    "hints": ("Hints", "提示"),
}

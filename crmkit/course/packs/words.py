"""What a pack says itself, in both languages."""

from crmkit.course.lessons import Language

WORDS: dict[str, tuple[str, str]] = {
    # --- instructors' notebooks
    "answers": ("Answers to your turn", "“轮到你了”的参考答案"),
    "no answers": (
        "## Answers to your turn\n\nNobody has written answers to this lesson's own tasks yet. "
        "Its sheet of exercises has worked solutions (instructors/sheets).",
        "## “轮到你了”的参考答案\n\n本课正文里的思考题还没有写出参考答案。"
        "本课的练习有参考解答（instructors/sheets）。",
    ),
    "stumbling": ("Usual stumbling places", "常见的错误"),
    "stumbling from": (
        "These are the mistakes that the checks of the exercises know, in the words in which they "
        "tell whoever makes them. Listen for them when the lesson is discussed.",
        "下面是练习的自动检查能识别的错误，以及检查给出的提示。讲评时请留意。",
    ),
    # --- slides
    "question": ("Question", "问题"),
    "who asks": ("Who asks", "谁会这样问"),
    "asker": ("Who asks: {who}", "谁会这样问：{who}"),
    "aims": ("You will be able to", "学完你能够"),
    "your guess": ("Your guess", "先猜一猜"),
    "write it down": (
        "Write it down before the next slide.",
        "先写下来，再看下一页。",
    ),
    "more rows": ("… {rows} more rows", "……还有 {rows} 行"),
    "more items": ("… {items} more in the notebook", "……其余 {items} 条见笔记本"),
    "notes": ("Speaker notes", "讲解备注"),
    "code": ("The cell", "代码"),
    "minutes": ("{minutes} minutes", "{minutes} 分钟"),
    "keys": (
        "← → turn pages · O overview · N notes below · S speaker window · P print",
        "← → 翻页 · O 总览 · N 下方显示备注 · S 讲者窗口 · P 打印",
    ),
    "next": ("next", "下一页"),
    "elapsed": ("elapsed", "已用"),
    "planned": ("planned by here", "按计划讲到这里"),
    # --- agenda
    "agenda": ("Agenda: {pack}", "日程：{pack}"),
    "half-day": ("Half a day", "半天"),
    "day": ("One day", "一天"),
    "semester": ("One semester", "一学期"),
    "time": ("Time", "时间"),
    "week": ("Week", "周"),
    "length": ("Minutes", "分钟"),
    "what": ("What", "内容"),
    "asks": ("The question", "要回答的问题"),
    "sheet": ("Exercises afterwards", "课后练习"),
    "slides": ("slides", "幻灯片"),
    "notebook": ("notebook", "笔记本"),
    "break": ("Break", "休息"),
    "lunch": ("Lunch", "午餐"),
    "feedback": ("Feedback", "反馈"),
    "sum": (
        "Lessons {lessons} minutes, pauses and feedback {pauses}. Exercises are not counted: "
        "{sheets} minutes on one's own.",
        "上课 {lessons} 分钟，休息和反馈 {pauses} 分钟。课后练习未计入：自己做约 {sheets} 分钟。",
    ),
    # --- checklist
    "checklist": ("Checklist for the room", "教室检查清单"),
    "the day before": (
        "The day before, on the machine that you will teach with",
        "前一天，在讲课用的电脑上",
    ),
    "run doctor": (
        "Run `crmkit doctor` (or `make doctor`) on each kind of machine, and tick what works. What "
        "is broken comes with a line that says how to mend it.",
        "在每一种电脑上运行 `crmkit doctor`（或 `make doctor`），正常的打勾。"
        "不正常的一项会附上一行修复方法。",
    ),
    "check": ("Check", "检查项"),
    "should": ("Should say", "应当显示"),
    "yours": ("Yours", "讲师电脑"),
    "theirs": ("Participants'", "学员电脑"),
    "Python": ("a version from 3.11 to 3.13", "3.11 到 3.13 之间的版本"),
    "packages": ("all at versions that fit", "all … at versions that fit（版本都合适）"),
    "kernel": ("starts and computes 6 x 7 = 42", "starts and computes 6 x 7 = 42（内核能启动）"),
    "plot": ("drawn", "drawn（能画图）"),
    "data": (
        "present, checksum right; this pack needs {names}",
        "present, checksum right（数据齐全）；本课程包需要 {names}",
    ),
    "then try": ("Then try", "然后试一试"),
    "in the room": ("In the room", "在教室里"),
    # --- feedback
    "feedback form": ("Feedback", "反馈表"),
    "no name": (
        "Without your name, please. Circle a number: 1 not at all, 5 very much.",
        "请不要写姓名。圈一个数字：1 表示完全不同意，5 表示非常同意。",
    ),
    "lesson useful": ("Was it of use to your work?", "对你的工作有用吗？"),
}

TRY: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "then try": (
        (
            "Unpack this zip and open slides/ in a browser with the network switched off.",
            "Open one notebook of participants/ in JupyterLab and type its first blank cell.",
            "Run own_data.ipynb from top to bottom on sample_export.csv.",
            "Check one answer of a sheet: the coloured box must appear.",
            "Copy participants/, sheets/, own_data.ipynb and sample_export.csv to a memory stick. "
            "instructors/ stays with you.",
        ),
        (
            "解压本包，断开网络，用浏览器打开 slides/ 里的幻灯片。",
            "用 JupyterLab 打开 participants/ 里的一本笔记本，输入第一个空白格。",
            "用 sample_export.csv 把 own_data.ipynb 从头到尾运行一遍。",
            "检查一道练习的答案：应当出现彩色的提示框。",
            "把 participants/、sheets/、own_data.ipynb 和 sample_export.csv 拷到 U 盘或共享文件夹。"
            "instructors/ 由你自己保管。",
        ),
    ),
    "in the room": (
        (
            "The projector shows a figure so that its labels can be read from the last row.",
            "There is a socket for every machine.",
            "The kit needs no network; nobody waits for a password.",
            "Whoever has no working machine sits beside somebody who has.",
            "agenda.html hangs on the wall, feedback.html is printed, one sheet each.",
        ),
        (
            "投影上的图，最后一排也看得清标签。",
            "每台电脑都有插座。",
            "课程不需要网络，谁也不必等密码。",
            "电脑用不了的学员，安排和邻座一起做。",
            "agenda.html 贴在墙上；feedback.html 每人打印一张。",
        ),
    ),
    "feedback form": (
        (
            "I can say what question each lesson answers.",
            "I could do today's steps on our own data.",
            "The pace suited me.",
            "The exercises showed me what I had not understood.",
        ),
        (
            "我说得出每一课回答什么问题。",
            "今天的步骤，我能用在自己的数据上。",
            "进度合适。",
            "练习让我看到自己哪里还没懂。",
        ),
    ),
    "open questions": (
        (
            "What will you do differently on Monday?",
            "Where did you lose the thread?",
            "Which question about your customers was not answered?",
        ),
        (
            "回到工作岗位，你打算改变什么？",
            "在哪里跟不上了？",
            "关于客户，你还有哪个问题没有得到回答？",
        ),
    ),
}

README = (
    """\
crmkit, a trainer's pack: {title} ({lang})

agenda.html, agenda.md   what is taught when
slides/                  one file a lesson: open it in a browser, no network is needed
participants/            notebooks in which some cells are theirs to type
instructors/             notebooks with results, answers and the usual mistakes;
                         instructors/sheets: the exercises with solutions
sheets/                  exercises that check themselves{who}
own_data.ipynb           from a participant's own export to segments and values
sample_export.csv        the export that it reads as it stands
checklist.html           what to try the day before
feedback.html            one page, to print

Hand out participants/, sheets/, own_data.ipynb, sample_export.csv and feedback.html.
Keep instructors/ and slides/: they hold what participants are to find out.
""",
    """\
crmkit 课程包：{title}（{lang}）

agenda.html、agenda.md   日程
slides/                  每课一个文件，用浏览器打开，不需要网络
participants/            学员笔记本，有些格要自己输入
instructors/             讲师笔记本：运行结果、参考答案、常见错误；
                         instructors/sheets 是带解答的练习
sheets/                  能自动检查的练习{who}
own_data.ipynb           从学员自己的导出文件做到客户分群和客户价值
sample_export.csv        供它直接运行的示例文件
checklist.html           前一天要试的事
feedback.html            反馈表，打印出来正好一页

发给学员：participants/、sheets/、own_data.ipynb、sample_export.csv、feedback.html。
自己保管：instructors/ 和 slides/，里面有学员要自己得出的结果。
""",
)


def say(what: str, language: Language, **values: object) -> str:
    """These words in a language, with their values."""
    return WORDS[what][language == "zh"].format(**values)

"""The encoding of a text file is told apart by what it holds, or the candidates are named."""

import gzip

import pytest

from crmkit.orders.csv.encoding import find_encoding
from tests.orders.csv.test_csv import HEAD, write
from tests.orders.leniently import read


def test_mixed_encodings_are_refused_with_the_line(tmp_path):
    lines = [(HEAD).encode()] + [f"小明{n},2024-03-01,{n}\n".encode("gbk") for n in range(1, 50)]
    lines[30] = "张三,2024-03-01,5\n".encode()
    with pytest.raises(ValueError, match=r"mixes encodings: 1 of 49 lines .*first: line 31"):
        read(write(tmp_path, b"".join(lines)))
    lines = [(HEAD).encode()] + [f"小明{n},2024-03-01,{n}\n".encode() for n in range(1, 50)]
    lines[30] = "张三,2024-03-01,5\n".encode("gbk")
    with pytest.raises(
        ValueError, match=r"mixes encodings: 48 of 49.*line 31 cannot be read as utf"
    ):
        read(write(tmp_path, b"".join(lines)))


def test_one_broken_line_of_gbk_is_named(tmp_path):
    names = ["小明", "李娜", "王芳", "张伟"] * 13
    lines = [HEAD.encode()] + [f"{names[n]},2024-03-01,{n}\n".encode("gbk") for n in range(1, 50)]
    lines[30] = b"\xd0\xff,2024-03-01,5\n"
    with pytest.raises(ValueError, match="line 31 cannot be read as gb18030"):
        read(write(tmp_path, b"".join(lines)))


def test_encoding_asked_for_is_obeyed_or_refused_with_the_line(tmp_path):
    path = write(tmp_path, HEAD + "é,2024-03-01,1\n", "cp1252")
    log, report = read(path, encoding="cp1252")
    assert log["customer_id"].to_list() == ["é"]
    assert "cp1252 (as asked)" in str(report)
    with pytest.raises(ValueError, match="line 2 cannot be read as utf-8"):
        read(path, encoding="utf-8")
    with pytest.raises(ValueError, match="encoding='gbkk' is unknown"):
        read(path, encoding="gbkk")


def test_western_bytes_are_not_taken_for_chinese(tmp_path):
    names = ["José", "Zoë", "François", "Müller", "Åsa", "Peña", "Renée", "Jürgen"]
    path = write(tmp_path, HEAD + "".join(f"{n},2024-03-01,1\n" for n in names), "cp1252")
    assert find_encoding(path).name not in ("gb18030", "utf-8")
    assert "common Western throughout" in str(read(path).report)


def test_chinese_far_into_the_file_is_found(tmp_path):
    plain = "".join(f"c{n},2024-03-01,{n}\n" for n in range(1, 100_000))
    path = write(tmp_path, HEAD + plain + "小明,2024-03-01,1\n", "gbk")
    assert find_encoding(path) == ("gb18030", "common Chinese throughout", 100_001)


def test_a_character_across_the_block_border_is_whole(tmp_path):
    block = 1 << 20
    for shift in range(3):
        text = "a" * (block - len(HEAD) - 1 - shift) + "小明,2024-03-01,1\n"
        for encoding in ("utf-8", "gb18030"):
            path = write(tmp_path, HEAD + text, encoding)
            assert read(path).log["customer_id"][0].endswith("a小明")


def test_rare_characters_of_gb18030_survive(tmp_path):
    path = write(tmp_path, HEAD + "".join(f"小明{n}号客户,2024-03-01,1\n" for n in range(20))
                 + "镕𠮷喆,2024-03-02,1\n", "gb18030")  # fmt: skip
    assert read(path).log["customer_id"].iloc[-1] == "镕𠮷喆"


TEXTS = {
    "gb18030": ["小明,北京市朝阳区", "李娜,上海", "订单编号,付款时间"],
    "big5hkscs": ["王小明,台北市信義區", "陳美玲", "訂單編號,買家"],
    "cp949": ["김철수,서울특별시", "홍길동", "주문번호,고객명"],
    "euc_jp": ["田中太郎,東京都", "鈴木", "注文番号,お茶,タナカ"],
    "cp932": ["田中太郎,東京都", "鈴木", "注文番号,お茶,タナカ"],
    "cp1252": ["José Müller", "£5", "naïve café – “x”"],
    "cp1251": ["Иванов Иван", "Москва", "ООО РОГА И КОПЫТА"],
}


@pytest.mark.parametrize("encoding", TEXTS)
@pytest.mark.parametrize("place", range(3))
def test_one_line_of_text_tells_the_encoding(tmp_path, encoding, place):
    text = TEXTS[encoding][place]
    path = write(tmp_path, f"{HEAD}{text.split(',')[0]},2024-03-01,1\n# {text}\n", encoding)
    assert find_encoding(path).name == encoding


def test_pound_and_euro_signs_are_not_japanese(tmp_path):
    path = write(tmp_path, HEAD + "a,2024-03-01,£5.00\nb,2024-03-02,£6.00\n", "cp1252")
    assert read(path).log["amount"].to_list() == [5.0, 6.0]
    assert find_encoding(path).name == "cp1252"


def test_where_two_readings_fit_both_are_named(tmp_path):
    # Two words of Hebrew, whose letters are small Cyrillic ones in cp1251.
    path = write(tmp_path, HEAD + "דוד כהן,2024-03-01,1\n", "cp1255")
    with pytest.raises(
        ValueError, match=r"encoding='cp1251' gives .*encoding='cp1255' gives 'דוד כהן"
    ):
        read(path)
    assert read(path, encoding="cp1255").log["customer_id"].to_list() == ["דוד כהן"]


NAMES = {
    "koi8_r": ["Иван Петров", "Мария Сидорова", "Ольга Щукина", "чай зеленый"],
    "cp866": ["Иван Петров", "Мария Сидорова", "Ольга Щукина", "чай зеленый"],
    "iso8859_5": ["Иван Петров", "Мария Сидорова", "Ольга Щукина", "чай зеленый"],
    "cp1253": ["Γιώργος Παππάς", "Ελένη Ψαρά", "Νίκος Ξένος", "Μαρία Θεοδώρου"],
    "cp1255": ["דוד כהן", "שרה לוי", "משה מזרחי", "רחל פרץ"],
    "cp1256": ["محمد علي", "فاطمة حسن", "أحمد يوسف", "ليلى خالد"],
    "cp874": ["สมชาย ใจดี", "สุดา รักไทย", "มานะ ทองดี", "วิภา สุขใจ"],
    "cp1254": ["Şükrü Öğüt", "Işıl Çağlar", "Gökçe Yıldız", "İbrahim Şen"],
    "cp1250": ["Łukasz Żółć", "Agnieszka Śliwa", "Paweł Gęś", "Zofia Dąb"],
    "iso8859_2": ["Łukasz Żółć", "Agnieszka Śliwa", "Paweł Gęś", "Zofia Dąb"],
    "iso8859_15": ["François Bœuf", "Hélène Sœur", "Noël Cœur", "œuvre"],
    "gb18030": ["王小明", "李雷", "张伟", "刘洋"],
    "cp1252": ["João Conceição", "Søren Kjær", "José Muñoz", "Jürgen Weiß"],
    "cp949": ["김민준", "이서연", "박지훈", "최예은"],
    "iso2022_jp": ["さとう", "田中さくら", "山本ユウコ", "中村アキラ"],
}


@pytest.mark.parametrize("encoding", NAMES)
def test_four_names_tell_the_encoding_from_all_of_its_rivals(tmp_path, encoding):
    names = NAMES[encoding]
    text = HEAD + "".join(f"{name},2024-03-0{n + 1},1\n" for n, name in enumerate(names))
    assert read(write(tmp_path, text, encoding)).log["customer_id"].to_list() == names


@pytest.mark.parametrize("encoding", NAMES)
def test_one_name_is_read_rightly_or_refused_with_the_candidates(tmp_path, encoding):
    for name in NAMES[encoding]:
        path = write(tmp_path, f"{HEAD}{name},2024-03-01,1\n", encoding)
        try:
            found = find_encoding(path).codec
        except ValueError as error:
            assert "Pass the right one" in str(error) or "Pass encoding=" in str(error)
        else:
            assert name in path.read_text(found)


def test_the_same_name_again_and_again_proves_no_more(tmp_path):
    text = HEAD + "".join(f"דוד כהן,2024-03-{n:02d},1\n" for n in range(1, 29))
    with pytest.raises(ValueError, match="more than one other fits"):
        read(write(tmp_path, text, "cp1255"))


def test_a_wrong_encoding_is_refused_with_the_right_one(tmp_path):
    path = write(tmp_path, HEAD + "Jürgen,2024-03-01,1\n")
    with pytest.raises(ValueError, match=r"cannot be read as ascii .*pass encoding='utf-8'"):
        read(path, encoding="ascii")
    # Every byte is a character of cp1252, so that nothing but the text shows it.
    with pytest.raises(ValueError, match=r"'Jürgen' would be read as 'JÃ¼rgen'.*Leave encoding="):
        read(path, encoding="cp1252")
    names = "".join(f"{name},2024-03-01,1\n" for name in NAMES["gb18030"])
    path = write(tmp_path, HEAD + names, "gb18030")
    with pytest.raises(ValueError, match=r"cannot be read as utf-8 .*pass encoding='gb18030'"):
        read(path, encoding="utf-8")
    assert "though gb18030 is likelier: '王小明', not" in str(read(path, encoding="cp1252").report)


def test_what_no_encoding_explains_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"no other encoding fits well\. Pass encoding="):
        read(write(tmp_path, (HEAD + "a,2024-03-01,1\n").encode() + b"\x81\x8d\xfe\xff\x90,x,1\n"))


@pytest.mark.parametrize(
    "encoding", ["utf-16-le", "utf-16-be", "utf-16", "utf-32-le", "utf-32-be", "utf-32"]
)
def test_two_and_four_bytes_a_character_with_a_mark_or_without(tmp_path, encoding):
    path = write(tmp_path, HEAD + "小明,2024-03-01,1\nb,2024-03-02,2\n", encoding)
    assert read(path).log["customer_id"].to_list() == ["小明", "b"]
    assert find_encoding(path).name == encoding


def test_utf16_and_utf32_without_the_mark_they_need(tmp_path):
    missing = "does not begin with the byte order mark of"
    with pytest.raises(ValueError, match=f"{missing} utf-16"):
        read(write(tmp_path, HEAD), encoding="utf-16")
    for encoding in ("utf-16", "utf-32"):
        with pytest.raises(ValueError, match=f"{missing} {encoding}"):
            read(write(tmp_path, HEAD, f"{encoding}-le"), encoding=encoding)


def test_encodings_that_are_no_text_are_unknown(tmp_path):
    with pytest.raises(ValueError, match="encoding='base64' is unknown"):
        read(write(tmp_path, HEAD), encoding="base64")


def test_lines_are_counted_across_every_kind_of_line_end(tmp_path):
    for ends in ("\n", "\r\n", "\r"):
        text = ("x" * 1000 + ends) * 3000
        for shift in range(2):
            assert find_encoding(write(tmp_path, "y" * shift + text + ends * 3)).lines == 3000


def test_other_files_are_told_by_their_content(tmp_path):
    with pytest.raises(ValueError, match="packed with gzip"):
        find_encoding(write(tmp_path, gzip.compress(HEAD.encode())))
    with pytest.raises(ValueError, match="a Parquet file by its content"):
        find_encoding(write(tmp_path, b"PAR1 and more"))


CELLS = {
    "a written day": "k{n},2024年3月{n}日,5.50",
    "the time of a day": "k{n},2024/3/{n} 上午3:56:41,5.50",
    "a yuan sign": "k{n},2024-03-{n:02},￥5.50",
    "a unit behind prices": "k{n},2024-03-{n:02},5.50元",
}


@pytest.mark.parametrize("cells", CELLS.values(), ids=CELLS)
def test_few_characters_around_digits_tell_chinese(tmp_path, cells):
    text = HEAD + "".join(cells.format(n=n) + "\n" for n in range(1, 29))
    path = write(tmp_path, text, "gbk")
    assert find_encoding(path).name == "gb18030"
    assert read(path).log["amount"].sum() == 28 * 5.50
    # The same text in UTF-8 stays what it is.
    assert find_encoding(write(tmp_path, text)).name == "utf-8"


def test_one_character_again_and_again_is_refused_with_chinese_among_the_candidates(tmp_path):
    for cells in ("{n}号,2024-03-{n:02},5.50", "王{n},2024-03-{n:02},5.50"):
        text = HEAD + "".join(cells.format(n=n) + "\n" for n in range(1, 29))
        with pytest.raises(ValueError, match=r"encoding='gb18030' gives '[号王]"):
            read(write(tmp_path, text, "gbk"))


def test_one_character_that_is_utf8_by_chance_is_refused(tmp_path):
    # Its two bytes are a Cyrillic letter in UTF-8.
    with pytest.raises(ValueError, match=r"UTF-8 perhaps by chance.*'gb18030' gives '小"):
        read(write(tmp_path, HEAD + "小,2024-03-01,1\n", "gbk"))


def test_a_part_in_another_encoding_is_not_garbled(tmp_path):
    text = HEAD + "王1,2024年3月1日,5\n"
    (tmp_path / "1.csv").write_bytes(text.encode())
    (tmp_path / "2.csv").write_bytes(text.replace("月1日", "月2日").encode("gbk"))
    assert read(tmp_path).log["customer_id"].to_list() == ["王1", "王1"]


def test_an_unfit_encoding_is_a_plain_error_with_a_remedy(tmp_path):
    path = write(tmp_path, HEAD + "Jürgen,2024-03-01,1\n", "cp1252")
    with pytest.raises(ValueError, match=r"leave encoding= out, or pass encoding='cp1252'") as one:
        read(path, encoding="utf-8")
    damaged = write(tmp_path, (HEAD + "a,2024-03-01,1\n").encode("utf-16")[:-1])
    with pytest.raises(ValueError, match=r"it is damaged\. Export it again, or mend") as other:
        read(damaged)
    assert type(one.value) is type(other.value) is ValueError

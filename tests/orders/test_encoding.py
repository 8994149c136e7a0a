"""The encoding of a text file is told apart by what it holds, or the candidates are named."""

import gzip

import pytest

from crmkit.orders.encoding import find_encoding
from tests.orders.leniently import read
from tests.orders.test_csv import HEAD, write


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
    with pytest.raises(ValueError, match=r"encoding='cp1251' gives .*encoding='cp1255' gives 'דוד כהן"):
        read(path)
    assert read(path, encoding="cp1255").log["customer_id"].to_list() == ["דוד כהן"]


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


def test_utf16_without_the_mark_it_needs(tmp_path):
    with pytest.raises(ValueError, match="does not begin with the byte order mark of utf-16"):
        read(write(tmp_path, HEAD), encoding="utf-16")


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

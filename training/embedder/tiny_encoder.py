"""Writes tests/fixtures/encoder: a sentence encoder of one layer, and the vectors it gives.

    pip install torch transformers tokenizers onnx onnxruntime
    python training/embedder/tiny_encoder.py tests/fixtures/encoder

Its weights are random, from a fixed seed, and it knows letters for words: it is there to show that a
folder is read, cut, padded and pooled as PyTorch does it. `vectors.json` holds texts with the
vectors that PyTorch gives one by one, cut to the model's length with the closing piece kept.
"""

import json
import string
import sys
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel

MOST_PIECES = 24
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
LETTERS = string.ascii_lowercase + string.digits
PIECES = [*SPECIAL, *LETTERS, *(f"##{letter}" for letter in LETTERS), *".,?!-:()"]
TEXTS = [
    "a",
    "Parental leave is twelve weeks.",
    "rent: 200 a month",
    "How long may it be? " * 4,
    "Grüße, 中文",
]


class States(torch.nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, mask, types):
        read = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return read.last_hidden_state


def make_tokenizer():
    vocabulary = {piece: number for number, piece in enumerate(PIECES)}
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        special_tokens=[("[CLS]", vocabulary["[CLS]"]), ("[SEP]", vocabulary["[SEP]"])],
    )
    return tokenizer


def export(encoder, folder):
    folder.mkdir(parents=True, exist_ok=True)
    names = ["input_ids", "attention_mask", "token_type_ids"]
    ones = torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        States(encoder).eval(),
        (ones, ones, torch.zeros_like(ones)),
        str(folder / "model.onnx"),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(
        str(folder / "model.onnx"),
        str(folder / "model_quantized.onnx"),
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )


def write_json(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")


def embed(encoder, tokenizer, text):
    tokenizer.enable_truncation(MOST_PIECES)
    ids = torch.tensor([tokenizer.encode(text).ids])
    with torch.inference_mode():
        mean = encoder(input_ids=ids, attention_mask=torch.ones_like(ids)).last_hidden_state[0].mean(0)
    return [round(value, 7) for value in (mean / mean.norm()).tolist()]


def main():
    out = Path(sys.argv[1])
    torch.manual_seed(8)
    config = BertConfig(
        vocab_size=len(PIECES),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
        max_position_embeddings=MOST_PIECES,
        initializer_range=0.4,
    )
    config._attn_implementation = "eager"
    encoder = BertModel(config, add_pooling_layer=False).eval()
    tokenizer = make_tokenizer()
    export(encoder, out / "onnx")
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    write_json(out / "config.json", {**config.to_diff_dict(), "model_type": "bert"})
    special = {f"{name}_token": f"[{name.upper()}]" for name in ("pad", "unk", "cls", "sep", "mask")}
    write_json(
        out / "tokenizer_config.json",
        {"tokenizer_class": "BertTokenizer", "model_max_length": MOST_PIECES, **special},
    )
    write_json(out / "sentence_bert_config.json", {"max_seq_length": MOST_PIECES})
    write_json(
        out / "1_Pooling" / "config.json",
        {"pooling_mode_cls_token": False, "pooling_mode_mean_tokens": True},
    )
    vectors = [{"text": text, "vector": embed(encoder, tokenizer, text)} for text in TEXTS]
    write_json(out / "vectors.json", vectors)


if __name__ == "__main__":
    main()

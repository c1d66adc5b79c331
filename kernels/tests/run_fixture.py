"""Runs the .py beside a block on its fixtures. Reads {file: {class, cases: [{path, args, kwargs}]}} as JSON and answers in kind.

Each case answers with the distance of the output from the fixture's, whether an image's result depends on the rest of its
batch, and the parameters that got no finite gradient.
"""

import importlib.util
import json
import struct
import sys

import torch
from torch import nn

dtypes = {"F32": torch.float32, "I64": torch.int64}


def read_safetensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            start, end = entry["data_offsets"]
            tensors[name] = torch.frombuffer(bytearray(data[start:end]), dtype=dtypes[entry["dtype"]]).reshape(entry["shape"])
    return tensors


def load_class(path, name):
    spec = importlib.util.spec_from_file_location("block", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


def apply_conventions(model):
    """What initialize_weights of the libraries sets on a whole model."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eps, module.momentum = 1e-3, 0.03
        elif isinstance(module, (nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.Hardswish, nn.SiLU)):
            module.inplace = True


def distance(y, reference):
    return float((y - reference).abs().max() / reference.abs().max())


def run_case(cls, case):
    tensors = read_safetensors(case["path"])
    model = cls(*case["args"], **case["kwargs"])
    apply_conventions(model)
    model.load_state_dict({name[2:]: t for name, t in tensors.items() if name.startswith("w/")}, strict=True)
    model.eval()
    x = tensors["x0"]
    with torch.no_grad():
        alone = model(x.clone())
        pair = model(torch.cat([x[:1], x[:1].flip(2, 3)]))

    model.train()
    model(torch.cat([x, x.flip(3)])).square().mean().backward()
    poor = [name for name, p in model.named_parameters() if p.grad is None or not p.grad.isfinite().all()]
    return {"distance": distance(alone, tensors["y0"]), "batch": distance(pair[:1], alone[:1]), "poor": poor}


def main():
    torch.manual_seed(0)
    answers = {}
    for path, block in json.load(sys.stdin).items():
        cls = load_class(path, block["class"])
        answers[path] = [run_case(cls, case) for case in block["cases"]]
    json.dump(answers, sys.stdout)


main()

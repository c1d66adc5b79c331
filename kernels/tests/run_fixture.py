"""Runs the .py beside a block on its fixtures. Reads {file: {class, cases: [{path, args, kwargs}]}} as JSON and answers in kind.

Each case answers with the distance of the output from the fixture's, whether an image's result depends on the rest of its
batch, and the parameters that got no finite gradient.
"""

import importlib.util
import json
import pathlib
import sys

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests"))
from fixture_tensors import read_safetensors  # noqa: E402


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

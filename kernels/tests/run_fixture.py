"""Runs the PyTorch beside the blocks on their fixtures. Reads {folder, blocks: {class: [{path, args, kwargs, odd}]}, generated:
[{class, args, shape, source}]} as JSON.

Answers with the file of each class and, for each case: the distance of the output from the fixture's, whether an image's
result depends on the rest of its batch, the parameters that got no finite gradient, whether half precision gives finite
numbers, and what a map of odd sizes gives: its shape, or null where the module refuses it. For `generated`: the distance from
the same block as generated source.
"""

import importlib
import json
import pathlib
import sys

import torch
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests"))
from fixture_tensors import read_safetensors  # noqa: E402


def classes_in(folder):
    """Every module class by name, with the file it stands in. The files import each other, so they are loaded as a package."""
    folder = pathlib.Path(folder)
    sys.path.insert(0, str(folder.parent))
    found = {}
    for path in sorted(folder.glob("*.py")):
        module = importlib.import_module(f"{folder.name}.{path.stem}")
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, nn.Module) and value.__module__ == module.__name__:
                found.setdefault(name, []).append((path.name, value))
    return found


def apply_conventions(model):
    """What initialize_weights of the libraries sets on a whole model."""
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eps, module.momentum = 1e-3, 0.03
        elif isinstance(module, (nn.ReLU, nn.ReLU6, nn.LeakyReLU, nn.Hardswish, nn.SiLU)):
            module.inplace = True


def distance(y, reference):
    return float((y - reference).abs().max() / reference.abs().max())


def shape_at(model, shape):
    try:
        return list(model(torch.randn(shape)).shape)
    except (RuntimeError, ValueError):
        return None


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
        odd = shape_at(model, case["odd"])
        half = model.to(torch.bfloat16)(x.to(torch.bfloat16))
        model.float()

    model.train()
    x.requires_grad_()
    model(torch.cat([x, x.flip(3)])).square().mean().backward()
    poor = [name for name, p in model.named_parameters() if p.grad is None or not p.grad.isfinite().all()]
    return {
        "distance": distance(alone, tensors["y0"]),
        "batch": distance(pair[:1], alone[:1]),
        "poor": poor,
        "half": bool(half.isfinite().all()) and half.shape == alone.shape,
        "odd": odd,
    }


def apart_from_generated(cls, case):
    """How far the class is from the same block as generated PyTorch, under the same random weights."""
    scope = {}
    exec(case["source"], scope)
    generated, written = scope["make"](), cls(*case["args"])
    apply_conventions(written)
    generated.load_state_dict(written.state_dict(), strict=True)
    x = torch.randn(case["shape"])
    with torch.no_grad():
        return distance(written.eval()(x), generated.eval()(x))


def main():
    torch.manual_seed(0)
    order = json.load(sys.stdin)
    known = classes_in(order["folder"])
    generated = [apart_from_generated(known[case["class"]][0][1], case) for case in order["generated"]]
    answers = {}
    for name, cases in order["blocks"].items():
        found = known.get(name, [])
        cls = found[0][1] if found else None
        answers[name] = {"files": [file for file, _ in found], "cases": [run_case(cls, case) for case in cases if cls]}
    json.dump({"blocks": answers, "generated": generated}, sys.stdout)


main()

"""Runs generated blocks on their fixtures: reads a manifest, prints one JSON line a case with the largest relative error."""
import importlib.util
import json
import pathlib
import sys

import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[3] / 'tests'))
from fixture_tensors import read_safetensors  # noqa: E402


def flatten(value):
    if value is None:
        return []
    if isinstance(value, torch.Tensor):
        return [value]
    return [t for part in (value.values() if isinstance(value, dict) else value) for t in flatten(part)]


def run(case):
    spec = importlib.util.spec_from_file_location('generated', case['source'])
    generated = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generated)
    tensors = read_safetensors(case['fixture'])
    module = generated.make().eval()
    module.load_state_dict({k[2:]: v for k, v in tensors.items() if k.startswith('w/')}, strict=True)
    inputs = [tensors[f'x{i}'] for i in range(case['inputs'])]
    given = eval(case['call'], {}, {f'x{i}': x for i, x in enumerate(inputs)})
    with torch.no_grad():
        outputs = flatten(module(*given) if isinstance(given, tuple) else module(given))
    worst = 0.0
    for key, y in zip(case['outputs'], outputs):
        expected = tensors[key]
        if y.shape != expected.shape:
            return f'{key}: shape {list(y.shape)} instead of {list(expected.shape)}'
        scale = expected.abs().max().item() or 1.0
        worst = max(worst, ((y - expected).abs().max() / scale).item()) if y.numel() else worst
    if case.get('isFirst'):
        return worst
    return worst if len(outputs) == len(case['outputs']) else f'{len(outputs)} outputs instead of {len(case["outputs"])}'


torch.set_num_threads(2)
for case in json.load(open(sys.argv[1])):
    try:
        result = run(case)
    except Exception as error:  # reported, so that one case does not hide the others
        result = f'{type(error).__name__}: {error}'
    print(json.dumps({'id': case['id'], 'result': result}), flush=True)

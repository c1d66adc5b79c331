"""Makes the fixtures of ../fixtures/exported, by hand: python make_exported.py MODEL.py, where Graft wrote MODEL.py of small.yaml.

small.onnx is what PyTorch's exporter writes of the model as it is: it folds normalisations itself, and takes the names of what it changes.
fused.onnx is what it writes of the fused model, whose names stay. fused.pt is the state_dict of the model as `model.fuse()` of Ultralytics leaves it.
io.pt holds what the model was given, and what it gave.
"""

import copy
import importlib.util
import pathlib
import sys

import torch
from torch import nn

folder = pathlib.Path(__file__).parent.parent / 'fixtures' / 'exported'
spec = importlib.util.spec_from_file_location('model', sys.argv[1])
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)


def fuse(model):
    """https://github.com/ultralytics/ultralytics/blob/main/ultralytics/nn/tasks.py, BaseModel.fuse"""
    for part in model.modules():
        if isinstance(getattr(part, 'bn', None), nn.BatchNorm2d):
            part.conv = torch.nn.utils.fusion.fuse_conv_bn_eval(part.conv, part.bn)
            del part.bn
            part.bn = lambda x: x
    return model


torch.manual_seed(0)
model = module.Model().eval()
for part in model.modules():
    if isinstance(part, nn.BatchNorm2d):
        nn.init.normal_(part.weight, 1, 0.2)
        # Of equal tensors the exporter writes one: those of 16 channels get the same folded bias.
        if part.num_features != 16:
            nn.init.normal_(part.bias, 0, 0.2)
            nn.init.normal_(part.running_mean, 0, 0.2)
        nn.init.uniform_(part.running_var, 0.5, 1.5)
image = torch.rand(1, 3, 32, 32)
with torch.no_grad():
    given = model(image)
    fused = fuse(copy.deepcopy(model))
    y = given[0] if isinstance(given, (list, tuple)) else given
options = dict(opset_version=17, input_names=['images'], output_names=['output0'])
torch.onnx.export(model, image, str(folder / 'small.onnx'), **options)
torch.onnx.export(fused, image, str(folder / 'fused.onnx'), **options)
torch.save(fused.state_dict(), folder / 'fused.pt')
torch.save({'x0': image, 'y0': y}, folder / 'io.pt')

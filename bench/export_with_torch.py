"""Exports a model that Graft wrote as Python with PyTorch's own exporter: python export_with_torch.py MODEL.py OUT.onnx OUT.pt"""

import importlib.util
import sys

import torch

path, onnx, weights = sys.argv[1:]
spec = importlib.util.spec_from_file_location('model', path)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)


class First(torch.nn.Module):
    """The predictions alone, as they are exported."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        y = self.model(x)
        return y[0] if isinstance(y, (list, tuple)) else y


torch.manual_seed(0)
model = module.Model().eval()
torch.save(model.state_dict(), weights)
image = torch.zeros(1, 3, 640, 640)
torch.onnx.export(First(model).eval(), image, onnx, opset_version=17, input_names=['images'], output_names=['output0'])

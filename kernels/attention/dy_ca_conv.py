"""Dynamic coordinate attention and a convolution: a block of YOLO articles. MIT licence."""

import torch
from torch import Tensor, nn

from .coord_att import h_swish


class DyCAConv(nn.Module):
    """Coordinate attention whose two gates are added, weighted by what the channel means say, before a convolution."""

    def __init__(self, inp: int, oup: int, kernel_size: int = 3, stride: int = 1, reduction: int = 32):
        super().__init__()
        hidden = max(8, inp // reduction)
        self.pool_h = nn.AdaptiveAvgPool2d((None, 1))
        self.pool_w = nn.AdaptiveAvgPool2d((1, None))
        self.conv1 = nn.Conv2d(inp, hidden, 1)
        self.bn1 = nn.BatchNorm2d(hidden)
        self.act = h_swish()
        self.conv_h = nn.Conv2d(hidden, inp, 1)
        self.conv_w = nn.Conv2d(hidden, inp, 1)
        self.conv = nn.Sequential(
            nn.Conv2d(inp, oup, kernel_size, stride, kernel_size // 2), nn.BatchNorm2d(oup), nn.SiLU()
        )
        self.dynamic_weight_fc = nn.Sequential(nn.Linear(inp, 2), nn.Softmax(dim=1))

    def forward(self, x: Tensor) -> Tensor:
        h, w = x.shape[2:]
        axes = torch.cat([self.pool_h(x), self.pool_w(x).transpose(2, 3)], dim=2)
        along_h, along_w = self.act(self.bn1(self.conv1(axes))).split([h, w], dim=2)
        gate_h = self.conv_h(along_h).sigmoid()
        gate_w = self.conv_w(along_w.transpose(2, 3)).sigmoid()
        for_w, for_h = self.dynamic_weight_fc(x.mean((2, 3)))[:, :, None, None, None].unbind(1)
        return self.conv(x * (for_w * gate_w + for_h * gate_h))

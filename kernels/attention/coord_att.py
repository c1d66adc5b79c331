"""Coordinate attention, https://arxiv.org/abs/2103.02907. MIT licence."""

import torch
from torch import Tensor, nn


class h_sigmoid(nn.Module):
    def __init__(self, inplace: bool = True):
        super().__init__()
        self.relu = nn.ReLU6(inplace=inplace)

    def forward(self, x: Tensor) -> Tensor:
        return self.relu(x + 3) / 6


class h_swish(nn.Module):
    def __init__(self, inplace: bool = True):
        super().__init__()
        self.sigmoid = h_sigmoid(inplace)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.sigmoid(x)


class CoordAtt(nn.Module):
    """Weighs rows and columns of each channel: means along either axis pass one small layer together and become two gates."""

    def __init__(self, inp: int, oup: int, reduction: int = 32):
        super().__init__()
        hidden = max(8, inp // reduction)
        self.pool_h = nn.AdaptiveAvgPool2d((None, 1))
        self.pool_w = nn.AdaptiveAvgPool2d((1, None))
        self.conv1 = nn.Conv2d(inp, hidden, 1)
        self.bn1 = nn.BatchNorm2d(hidden)
        self.act = h_swish()
        self.conv_h = nn.Conv2d(hidden, oup, 1)
        self.conv_w = nn.Conv2d(hidden, oup, 1)

    def forward(self, x: Tensor) -> Tensor:
        h, w = x.shape[2:]
        axes = torch.cat([self.pool_h(x), self.pool_w(x).transpose(2, 3)], dim=2)
        along_h, along_w = self.act(self.bn1(self.conv1(axes))).split([h, w], dim=2)
        return x * self.conv_w(along_w.transpose(2, 3)).sigmoid() * self.conv_h(along_h).sigmoid()

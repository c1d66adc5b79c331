"""Triplet attention, https://arxiv.org/abs/2010.03045. MIT licence."""

import torch
from torch import Tensor, nn


class BasicConv(nn.Module):
    def __init__(self, c1: int, c2: int, k: int, padding: int):
        super().__init__()
        self.conv = nn.Conv2d(c1, c2, k, padding=padding, bias=False)
        self.bn = nn.BatchNorm2d(c2, momentum=0.01)

    def forward(self, x: Tensor) -> Tensor:
        return self.bn(self.conv(x))


class ZPool(nn.Module):
    """The largest value and the mean over the first axis behind the batch."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x.amax(1, keepdim=True), x.mean(1, keepdim=True)], dim=1)


class AttentionGate(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.compress = ZPool()
        self.conv = BasicConv(2, 1, 7, padding=3)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.conv(self.compress(x)).sigmoid()


class TripletAttention(nn.Module):
    """Three gates, one over each pair of axes (channels and columns, rows and channels, rows and columns), and their mean."""

    def __init__(self, no_spatial: bool = False):
        super().__init__()
        self.cw = AttentionGate()
        self.hc = AttentionGate()
        self.hw = None if no_spatial else AttentionGate()

    def forward(self, x: Tensor) -> Tensor:
        views = [self.cw(x.transpose(1, 2)).transpose(1, 2), self.hc(x.transpose(1, 3)).transpose(1, 3)]
        if self.hw is not None:
            views.append(self.hw(x))
        return sum(views) / len(views)

"""Selective kernels (SKNet), https://arxiv.org/abs/1903.06586. MIT licence."""

from collections import OrderedDict
from typing import Sequence

import torch
from torch import Tensor, nn


class SKAttention(nn.Module):
    """Convolves with kernels of several sizes and lets the means of their sum choose between them, channel by channel."""

    def __init__(
        self,
        channel: int = 512,
        kernels: Sequence[int] = (1, 3, 5, 7),
        reduction: int = 16,
        group: int = 1,
        L: int = 32,
    ):
        super().__init__()
        hidden = max(L, channel // reduction)
        self.convs = nn.ModuleList(
            nn.Sequential(
                OrderedDict(
                    conv=nn.Conv2d(channel, channel, k, padding=k // 2, groups=group),
                    bn=nn.BatchNorm2d(channel),
                    relu=nn.ReLU(),
                )
            )
            for k in kernels
        )
        self.fc = nn.Linear(channel, hidden)
        self.fcs = nn.ModuleList(nn.Linear(hidden, channel) for _ in kernels)
        self.softmax = nn.Softmax(dim=0)

    def forward(self, x: Tensor) -> Tensor:
        maps = torch.stack([conv(x) for conv in self.convs])
        hidden = self.fc(maps.sum(0).mean((2, 3)))
        weights = torch.stack([fc(hidden)[:, :, None, None] for fc in self.fcs])
        return (self.softmax(weights) * maps).sum(0)

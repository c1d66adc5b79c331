"""Shuffle attention (SA-Net), https://arxiv.org/abs/2102.00240. MIT licence."""

import torch
from torch import Tensor, nn


class ShuffleAttention(nn.Module):
    """Gates half the channels of each of `G` groups by their mean, the other half place by place, then shuffles the halves."""

    def __init__(self, channel: int = 512, reduction: int = 16, G: int = 8):
        super().__init__()
        if channel % (2 * G):
            raise ValueError(f"expected channels divisible by {2 * G}, got {channel}")
        c = channel // (2 * G)
        self.G = G
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.gn = nn.GroupNorm(c, c)
        self.cweight = nn.Parameter(torch.zeros(1, c, 1, 1))
        self.cbias = nn.Parameter(torch.ones(1, c, 1, 1))
        self.sweight = nn.Parameter(torch.zeros(1, c, 1, 1))
        self.sbias = nn.Parameter(torch.ones(1, c, 1, 1))
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        by_channel, by_place = x.unflatten(1, (self.G, -1)).flatten(0, 1).chunk(2, dim=1)
        by_channel = by_channel * self.sigmoid(self.cweight * self.avg_pool(by_channel) + self.cbias)
        by_place = by_place * self.sigmoid(self.sweight * self.gn(by_place) + self.sbias)
        y = torch.cat([by_channel, by_place], dim=1).reshape(x.shape)
        return y.unflatten(1, (2, -1)).transpose(1, 2).flatten(1, 2)

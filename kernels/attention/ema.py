"""Efficient multi-scale attention (EMA), https://arxiv.org/abs/2305.13563. MIT licence."""

from typing import Optional

import torch
from torch import Tensor, nn


class EMA(nn.Module):
    """Weighs every place of a map.

    Channels are divided into `factor` groups that share all weights. In each group one branch pools along the two axes and
    gates the map with both, the other is a 3x3 convolution. The mean of each branch, as weights over channels, then sums up
    the other one to a single map of weights.
    """

    def __init__(self, channels: int, factor: int = 8):
        super().__init__()
        self.groups = factor
        c = channels // factor
        if c == 0 or channels % factor:
            raise ValueError(f"expected channels divisible by {factor}, got {channels}")
        self.softmax = nn.Softmax(dim=-1)
        self.agp = nn.AdaptiveAvgPool2d(1)
        self.pool_h = nn.AdaptiveAvgPool2d((None, 1))
        self.pool_w = nn.AdaptiveAvgPool2d((1, None))
        self.gn = nn.GroupNorm(c, c)
        self.conv1x1 = nn.Conv2d(c, c, kernel_size=1)
        self.conv3x3 = nn.Conv2d(c, c, kernel_size=3, padding=1)

    def look(self, mean_of: Tensor, at: Tensor) -> Tensor:
        """(n, c, h, w) twice -> (n, 1, h, w): the second map summed over channels, weighted by the means of the first."""
        weights = self.softmax(self.agp(mean_of).flatten(2).transpose(1, 2))
        return (weights @ at.flatten(2)).unflatten(2, at.shape[2:])

    def forward(self, x: Tensor) -> Tensor:
        h, w = x.shape[2:]
        groups = x.reshape(x.shape[0] * self.groups, -1, h, w)

        axes = torch.cat([self.pool_h(groups), self.pool_w(groups).transpose(2, 3)], dim=2)
        along_h, along_w = self.conv1x1(axes).sigmoid().split([h, w], dim=2)
        gated = self.gn(groups * along_h * along_w.transpose(2, 3))
        local = self.conv3x3(groups)

        weights = self.look(gated, local) + self.look(local, gated)
        return (groups * weights.sigmoid()).reshape(x.shape)


class EMA_official(EMA):
    """The signature of the authors' repository: 32 groups, and an argument that is not used."""

    def __init__(self, channels: int, c2: Optional[int] = None, factor: int = 32):
        super().__init__(channels, factor)

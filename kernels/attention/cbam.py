"""Convolutional block attention module (CBAM), https://arxiv.org/abs/1807.06521. MIT licence."""

from typing import Sequence

import torch
from torch import Tensor, nn


class BasicConv(nn.Module):
    def __init__(self, c1: int, c2: int, k: int, padding: int):
        super().__init__()
        self.conv = nn.Conv2d(c1, c2, k, padding=padding, bias=False)
        self.bn = nn.BatchNorm2d(c2, momentum=0.01)

    def forward(self, x: Tensor) -> Tensor:
        return self.bn(self.conv(x))


class ChannelGate(nn.Module):
    """A gate a channel, from several ways to sum up a channel that share two linear layers."""

    pools = {
        "avg": lambda x: x.mean((2, 3)),
        "max": lambda x: x.amax((2, 3)),
        "lp": lambda x: x.square().sum((2, 3)).sqrt(),
        "lse": lambda x: x.logsumexp((2, 3)),
    }

    def __init__(self, channels: int, reduction: int, pool_types: Sequence[str]):
        super().__init__()
        hidden = channels // reduction
        self.mlp = nn.Sequential(nn.Flatten(), nn.Linear(channels, hidden), nn.ReLU(), nn.Linear(hidden, channels))
        self.pool_types = pool_types

    def forward(self, x: Tensor) -> Tensor:
        total = sum(self.mlp(self.pools[kind](x)) for kind in self.pool_types)
        return x * total.sigmoid()[:, :, None, None]


class ChannelPool(nn.Module):
    """The largest value and the mean over channels."""

    def forward(self, x: Tensor) -> Tensor:
        return torch.cat([x.amax(1, keepdim=True), x.mean(1, keepdim=True)], dim=1)


class SpatialGate(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.compress = ChannelPool()
        self.spatial = BasicConv(2, 1, 7, padding=3)

    def forward(self, x: Tensor) -> Tensor:
        return x * self.spatial(self.compress(x)).sigmoid()


class CBAM_original(nn.Module):
    """Weighs channels, then places: the authors' form."""

    def __init__(
        self,
        gate_channels: int,
        reduction_ratio: int = 16,
        pool_types: Sequence[str] = ("avg", "max"),
        no_spatial: bool = False,
    ):
        super().__init__()
        self.ChannelGate = ChannelGate(gate_channels, reduction_ratio, pool_types)
        self.SpatialGate = None if no_spatial else SpatialGate()

    def forward(self, x: Tensor) -> Tensor:
        x = self.ChannelGate(x)
        return x if self.SpatialGate is None else self.SpatialGate(x)


class ChannelAttention(nn.Module):
    def __init__(self, channel: int, reduction: int):
        super().__init__()
        self.maxpool = nn.AdaptiveMaxPool2d(1)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.se = nn.Sequential(
            nn.Conv2d(channel, channel // reduction, 1, bias=False),
            nn.ReLU(),
            nn.Conv2d(channel // reduction, channel, 1, bias=False),
        )
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return self.sigmoid(self.se(self.maxpool(x)) + self.se(self.avgpool(x)))


class SpatialAttention(nn.Module):
    def __init__(self, kernel_size: int):
        super().__init__()
        self.conv = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return self.sigmoid(self.conv(torch.cat([x.amax(1, keepdim=True), x.mean(1, keepdim=True)], dim=1)))


class CBAMBlock_cv(nn.Module):
    """Weighs channels, then places, without biases in the channel layers and without batch normalisation."""

    def __init__(self, channel: int = 512, reduction: int = 16, kernel_size: int = 7):
        super().__init__()
        self.ca = ChannelAttention(channel, reduction)
        self.sa = SpatialAttention(kernel_size)

    def forward(self, x: Tensor) -> Tensor:
        x = x * self.ca(x)
        return x * self.sa(x)


class CBAMBlock(CBAMBlock_cv):
    """The same with a shortcut around it and a very large spatial kernel."""

    def __init__(self, channel: int = 512, reduction: int = 16, kernel_size: int = 49):
        super().__init__(channel, reduction, kernel_size)

    def forward(self, x: Tensor) -> Tensor:
        return super().forward(x) + x

"""The spatial-shift attention of S2-MLPv2, https://arxiv.org/abs/2108.01072. MIT licence."""

import torch
from torch import Tensor, nn


def forward_step(x: Tensor, dim: int) -> Tensor:
    """Every place takes what its predecessor along `dim` has; the first keeps its own."""
    return torch.cat([x.narrow(dim, 0, 1), x.narrow(dim, 0, x.shape[dim] - 1)], dim)


def backward_step(x: Tensor, dim: int) -> Tensor:
    """Every place takes what its successor along `dim` has; the last keeps its own."""
    return torch.cat([x.narrow(dim, 1, x.shape[dim] - 1), x.narrow(dim, -1, 1)], dim)


def smear(x: Tensor, dim: int) -> Tensor:
    """Every place takes what the first one has: a shift written as an overlapping in-place copy."""
    return x.narrow(dim, 0, 1).expand_as(x)


def shift(x: Tensor, dims: tuple, forward=forward_step) -> Tensor:
    """(b, h, w, c): each quarter of the channels moves one step, two along each of `dims`, there and back."""
    c = x.shape[-1]
    quarters = x.split([c // 4, c // 2 - c // 4, c * 3 // 4 - c // 2, c - c * 3 // 4], dim=-1)
    first, second = dims
    moves = [(forward, first), (backward_step, first), (forward, second), (backward_step, second)]
    return torch.cat([move(quarter, dim) for quarter, (move, dim) in zip(quarters, moves)], dim=-1)


class SplitAttention(nn.Module):
    """Joins `k` maps: what all of them sum up to says, channel by channel, how much each one counts."""

    def __init__(self, channel: int = 512, k: int = 3):
        super().__init__()
        self.k = k
        self.mlp1 = nn.Linear(channel, channel, bias=False)
        self.gelu = nn.GELU()
        self.mlp2 = nn.Linear(channel, channel * k, bias=False)
        self.softmax = nn.Softmax(1)

    def forward(self, maps: Tensor) -> Tensor:
        total = maps.sum(dim=(1, 2, 3))
        weights = self.softmax(self.mlp2(self.gelu(self.mlp1(total))).unflatten(1, (self.k, -1)))
        return (weights[:, :, None, None] * maps).sum(1)


class S2Attention(nn.Module):
    """Mixes places without looking at their content.

    A linear layer makes three copies of the map. Two of them are shifted by one place, a quarter of the channels in each of
    the four directions; the third stays. Split attention joins them.
    """

    move = staticmethod(forward_step)

    def __init__(self, channels: int = 512):
        super().__init__()
        self.mlp1 = nn.Linear(channels, channels * 3)
        self.mlp2 = nn.Linear(channels, channels)
        self.split_attention = SplitAttention(channels)

    def forward(self, x: Tensor) -> Tensor:
        a, b, c = self.mlp1(x.permute(0, 2, 3, 1)).chunk(3, dim=-1)
        maps = torch.stack([shift(a, (1, 2), self.move), shift(b, (2, 1), self.move), c], dim=1)
        return self.mlp2(self.split_attention(maps)).permute(0, 3, 1, 2)


class S2AttentionLiteral(S2Attention):
    """As the widely copied code runs on a CPU: two of the four shifts of each copy smear the first row or column."""

    move = staticmethod(smear)

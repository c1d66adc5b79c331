"""Efficient channel attention (ECA), https://arxiv.org/abs/1910.03151. MIT licence."""

import math

from torch import Tensor, nn


def odd_kernel(channels: int, b: float = 1, gamma: float = 2) -> int:
    """How many neighbours a channel looks at: it grows with the logarithm of their number."""
    t = int(abs((math.log2(channels) + b) / gamma))
    return t if t % 2 else t + 1


def gate_of_neighbours(x: Tensor, pool: nn.Module, conv: nn.Module, sigmoid: nn.Module) -> Tensor:
    """The means of all channels as one sequence, along which a convolution runs."""
    means = pool(x).flatten(2).transpose(1, 2)
    return x * sigmoid(conv(means)).transpose(1, 2)[..., None]


class EfficientChannelAttention(nn.Module):
    """Weighs channels: the mean of each one and of its neighbours in order, through a convolution along the channels."""

    def __init__(self, c: int, b: int = 1, gamma: int = 2):
        super().__init__()
        k = odd_kernel(c, b, gamma)
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.conv1 = nn.Conv1d(1, 1, k, padding=k // 2, bias=False)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return gate_of_neighbours(x, self.avg_pool, self.conv1, self.sigmoid)


class ECA_layer(nn.Module):
    """The same with a kernel that is given, as in the authors' repository; `channel` is not used."""

    def __init__(self, channel: int, k_size: int = 3):
        super().__init__()
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.conv = nn.Conv1d(1, 1, k_size, padding=(k_size - 1) // 2, bias=False)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return gate_of_neighbours(x, self.avg_pool, self.conv, self.sigmoid)


class ECAAttention(nn.Module):
    """The same with a kernel that is given, a bias, and no channel argument."""

    def __init__(self, kernel_size: int = 3):
        super().__init__()
        self.gap = nn.AdaptiveAvgPool2d(1)
        self.conv = nn.Conv1d(1, 1, kernel_size, padding=(kernel_size - 1) // 2)
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return gate_of_neighbours(x, self.gap, self.conv, self.sigmoid)

"""Contextual transformer attention (CoTNet), https://arxiv.org/abs/2107.12292. MIT licence."""

import torch
from torch import Tensor, nn


class CoTAttention(nn.Module):
    """A grouped convolution gives static context; it and the map give weights over all places, which sum up the values."""

    def __init__(self, dim: int = 512, kernel_size: int = 3):
        super().__init__()
        hidden = 2 * dim // 4
        self.area = kernel_size**2
        self.key_embed = nn.Sequential(
            nn.Conv2d(dim, dim, kernel_size, padding=kernel_size // 2, groups=4, bias=False),
            nn.BatchNorm2d(dim),
            nn.ReLU(),
        )
        self.value_embed = nn.Sequential(nn.Conv2d(dim, dim, 1, bias=False), nn.BatchNorm2d(dim))
        self.attention_embed = nn.Sequential(
            nn.Conv2d(2 * dim, hidden, 1, bias=False),
            nn.BatchNorm2d(hidden),
            nn.ReLU(),
            nn.Conv2d(hidden, self.area * dim, 1),
        )

    def forward(self, x: Tensor) -> Tensor:
        static = self.key_embed(x)
        energy = self.attention_embed(torch.cat([static, x], dim=1))
        weights = energy.unflatten(1, (-1, self.area)).mean(2).flatten(2).softmax(dim=-1)
        return static + (weights * self.value_embed(x).flatten(2)).unflatten(2, x.shape[2:])

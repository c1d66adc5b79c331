"""Large selective kernel (LSKNet), https://arxiv.org/abs/2303.09030. MIT licence."""

import torch
from torch import Tensor, nn


class LSKblock(nn.Module):
    """Two depthwise convolutions, one behind the other and reaching far; every place chooses how much each of them counts."""

    def __init__(self, dim: int):
        super().__init__()
        self.conv0 = nn.Conv2d(dim, dim, 5, padding=2, groups=dim)
        self.conv_spatial = nn.Conv2d(dim, dim, 7, padding=9, groups=dim, dilation=3)
        self.conv1 = nn.Conv2d(dim, dim // 2, 1)
        self.conv2 = nn.Conv2d(dim, dim // 2, 1)
        self.conv_squeeze = nn.Conv2d(2, 2, 7, padding=3)
        self.conv = nn.Conv2d(dim // 2, dim, 1)

    def forward(self, x: Tensor) -> Tensor:
        near = self.conv0(x)
        maps = [self.conv1(near), self.conv2(self.conv_spatial(near))]
        both = torch.cat(maps, dim=1)
        looked = torch.cat([both.mean(1, keepdim=True), both.amax(1, keepdim=True)], dim=1)
        first, second = self.conv_squeeze(looked).sigmoid().chunk(2, dim=1)
        return x * self.conv(maps[0] * first + maps[1] * second)

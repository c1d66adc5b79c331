"""Normalisation-based attention (NAM), https://arxiv.org/abs/2111.12419. MIT licence."""

from torch import Tensor, nn


class ChannelAttention(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        scale = self.bn2.weight.abs()
        weights = (scale / scale.sum())[:, None, None]
        return x * (self.bn2(x) * weights).sigmoid()


class NAMAttention(nn.Module):
    """Weighs values by their normalised size and by the share their channel's scale has in batch normalisation."""

    def __init__(self, channels: int):
        super().__init__()
        self.Channel_Att = ChannelAttention(channels)

    def forward(self, x: Tensor) -> Tensor:
        return self.Channel_Att(x)

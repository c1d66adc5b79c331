"""Efficient local attention (ELA), https://arxiv.org/abs/2403.01123. MIT licence."""

from torch import Tensor, nn


class ELA_paper(nn.Module):
    """Weighs rows and columns of each channel: a depthwise convolution runs along the means of either axis."""

    def __init__(self, channel: int, kernel_size: int = 7):
        super().__init__()
        if channel % 16:
            raise ValueError(f"expected channels divisible by 16, got {channel}")
        self.conv = nn.Conv1d(channel, channel, kernel_size, padding=kernel_size // 2, groups=channel, bias=False)
        self.gn = nn.GroupNorm(16, channel)
        self.sigmoid = nn.Sigmoid()

    def gate(self, means: Tensor) -> Tensor:
        return self.sigmoid(self.gn(self.conv(means)))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.gate(x.mean(3))[:, :, :, None] * self.gate(x.mean(2))[:, :, None]


class ELA(nn.Module):
    """A widely copied form: the convolution joins all channels and sees one place at a time."""

    def __init__(self, in_channels: int):
        super().__init__()
        if in_channels % 16:
            raise ValueError(f"expected channels divisible by 16, got {in_channels}")
        self.pool_h = nn.AdaptiveAvgPool2d((None, 1))
        self.pool_w = nn.AdaptiveAvgPool2d((1, None))
        self.conv1x1 = nn.Sequential(nn.Conv1d(in_channels, in_channels, 1), nn.GroupNorm(16, in_channels), nn.Sigmoid())

    def forward(self, x: Tensor) -> Tensor:
        along_h = self.conv1x1(self.pool_h(x).squeeze(3))
        along_w = self.conv1x1(self.pool_w(x).squeeze(2))
        return x * along_h[:, :, :, None] * along_w[:, :, None]

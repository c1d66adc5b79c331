"""The block of ParNet, https://arxiv.org/abs/2110.07641. MIT licence."""

from torch import Tensor, nn


class ParNetAttention(nn.Module):
    """Adds a pointwise convolution, a 3x3 convolution and the map gated by its channel means."""

    def __init__(self, channel: int = 512):
        super().__init__()
        self.sse = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(channel, channel, 1), nn.Sigmoid())
        self.conv1x1 = nn.Sequential(nn.Conv2d(channel, channel, 1), nn.BatchNorm2d(channel))
        self.conv3x3 = nn.Sequential(nn.Conv2d(channel, channel, 3, padding=1), nn.BatchNorm2d(channel))
        self.silu = nn.SiLU()

    def forward(self, x: Tensor) -> Tensor:
        return self.silu(self.conv1x1(x) + self.conv3x3(x) + self.sse(x) * x)

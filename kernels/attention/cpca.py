"""Channel prior convolutional attention (CPCA), https://arxiv.org/abs/2306.05196. MIT licence."""

from torch import Tensor, nn


class ChannelAttention(nn.Module):
    def __init__(self, channels: int, hidden: int):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, hidden, 1)
        self.fc2 = nn.Conv2d(hidden, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        def gate(summary: Tensor) -> Tensor:
            return self.fc2(self.fc1(summary).relu()).sigmoid()

        return gate(x.mean((2, 3), keepdim=True)) + gate(x.amax((2, 3), keepdim=True))


class CPCA(nn.Module):
    """Gates channels, then every value by strip convolutions of three lengths. One pointwise convolution serves three times."""

    def __init__(self, channels: int, channelAttention_reduce: int = 4):
        super().__init__()
        self.ca = ChannelAttention(channels, channels // channelAttention_reduce)

        def depthwise(h: int, w: int) -> nn.Conv2d:
            return nn.Conv2d(channels, channels, (h, w), padding=(h // 2, w // 2), groups=channels)

        self.dconv5_5 = depthwise(5, 5)
        self.dconv1_7, self.dconv7_1 = depthwise(1, 7), depthwise(7, 1)
        self.dconv1_11, self.dconv11_1 = depthwise(1, 11), depthwise(11, 1)
        self.dconv1_21, self.dconv21_1 = depthwise(1, 21), depthwise(21, 1)
        self.conv = nn.Conv2d(channels, channels, 1)
        self.act = nn.GELU()

    def forward(self, x: Tensor) -> Tensor:
        x = self.act(self.conv(x))
        x = self.ca(x) * x
        near = self.dconv5_5(x)
        strips = [
            self.dconv7_1(self.dconv1_7(near)),
            self.dconv11_1(self.dconv1_11(near)),
            self.dconv21_1(self.dconv1_21(near)),
        ]
        return self.conv(self.conv(sum(strips, near)) * x)

"""Global attention mechanism (GAM), https://arxiv.org/abs/2112.05561. MIT licence."""

from torch import Tensor, nn


class GAMAttention(nn.Module):
    """Weighs the channels of every place by two linear layers, then every value by two 7x7 convolutions."""

    def __init__(self, in_channels: int, rate: int = 4):
        super().__init__()
        self.build(in_channels, in_channels, rate)

    def build(self, c1: int, c2: int, rate: int, groups: int = 1) -> None:
        self.channel_attention = nn.Sequential(nn.Linear(c1, c1 // rate), nn.ReLU(inplace=True), nn.Linear(c1 // rate, c1))
        self.spatial_attention = nn.Sequential(
            nn.Conv2d(c1, c1 // rate, 7, padding=3, groups=groups),
            nn.BatchNorm2d(c1 // rate),
            nn.ReLU(inplace=True),
            nn.Conv2d(c1 // rate, c2, 7, padding=3, groups=groups),
            nn.BatchNorm2d(c2),
        )

    def channel_weights(self, x: Tensor) -> Tensor:
        return self.channel_attention(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)

    def forward(self, x: Tensor) -> Tensor:
        x = x * self.channel_weights(x).sigmoid()
        return x * self.spatial_attention(x).sigmoid()


class GAM_Attention(GAMAttention):
    """The form of many blogs: in and out channels are written, and the channel weights are no gates."""

    def __init__(self, c1: int, c2: int, rate: int = 4):
        nn.Module.__init__(self)
        self.build(c1, c2, rate)

    def forward(self, x: Tensor) -> Tensor:
        x = x * self.channel_weights(x)
        return x * self.spatial_attention(x).sigmoid()


class GAM_AttentionGroup(GAM_Attention):
    """The same with grouped convolutions, whose spatial gate is shuffled across the groups."""

    def __init__(self, c1: int, c2: int, group: bool = True, rate: int = 4):
        nn.Module.__init__(self)
        self.groups = rate if group else 1
        self.build(c1, c2, rate, self.groups)

    def forward(self, x: Tensor) -> Tensor:
        x = x * self.channel_weights(x)
        gate = self.spatial_attention(x).sigmoid()
        shuffled = gate.unflatten(1, (self.groups, -1)).transpose(1, 2).flatten(1, 2)
        return x * shuffled


class GAMAttentionLiteFixed(nn.Module):
    """A channel gate from the mean of each channel: pointwise convolution, batch normalisation, sigmoid."""

    def __init__(self, in_channels: int):
        super().__init__()
        self.conv = nn.Conv2d(in_channels, in_channels, 1)
        self.bn = nn.BatchNorm2d(in_channels)
        self.sigmoid = nn.Sigmoid()

    def gate(self, x: Tensor) -> Tensor:
        return self.sigmoid(self.bn(self.conv(x.mean((2, 3), keepdim=True))))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.gate(x)


class GAMAttentionLite(GAMAttentionLiteFixed):
    """As published, where the map is overwritten by its gate: the result is the square of the gate, one place large."""

    def forward(self, x: Tensor) -> Tensor:
        return self.gate(x) ** 2

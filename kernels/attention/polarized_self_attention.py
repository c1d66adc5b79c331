"""Polarized self-attention, https://arxiv.org/abs/2107.00782. MIT licence."""

from torch import Tensor, nn


class ParallelPolarizedSelfAttention(nn.Module):
    """A gate over channels and a gate over places, each from attention that sums up the other axis; their results are added."""

    def __init__(self, channel: int = 512):
        super().__init__()
        half = channel // 2
        self.ch_wv = nn.Conv2d(channel, half, 1)
        self.ch_wq = nn.Conv2d(channel, 1, 1)
        self.softmax_channel = nn.Softmax(1)
        self.softmax_spatial = nn.Softmax(-1)
        self.ch_wz = nn.Conv2d(half, channel, 1)
        self.ln = nn.LayerNorm(channel)
        self.sigmoid = nn.Sigmoid()
        self.sp_wv = nn.Conv2d(channel, half, 1)
        self.sp_wq = nn.Conv2d(channel, half, 1)
        self.agp = nn.AdaptiveAvgPool2d(1)

    def gate_channels(self, x: Tensor) -> Tensor:
        places = self.softmax_channel(self.ch_wq(x).flatten(2).transpose(1, 2))
        seen = (self.ch_wv(x).flatten(2) @ places)[..., None]
        gate = self.sigmoid(self.ln(self.ch_wz(seen).flatten(1)))
        return x * gate[:, :, None, None]

    def gate_places(self, x: Tensor) -> Tensor:
        channels = self.softmax_spatial(self.agp(self.sp_wq(x)).flatten(2).transpose(1, 2))
        gate = self.sigmoid(channels @ self.sp_wv(x).flatten(2))
        return x * gate.unflatten(2, x.shape[2:])

    def forward(self, x: Tensor) -> Tensor:
        return self.gate_places(x) + self.gate_channels(x)


class SequentialPolarizedSelfAttention(ParallelPolarizedSelfAttention):
    """The same one behind the other: channels first."""

    def forward(self, x: Tensor) -> Tensor:
        return self.gate_places(self.gate_channels(x))

"""Double attention (A2-Nets), https://arxiv.org/abs/1810.11579. MIT licence."""

from torch import Tensor, nn


class DoubleAttentionFixed(nn.Module):
    """Gathers the map into `c_n` descriptors by attention over places, then hands them out to the places again."""

    softmax_dim = -1

    def __init__(self, in_channels: int, c_m: int = 128, c_n: int = 128, reconstruct: bool = True):
        super().__init__()
        self.convA = nn.Conv2d(in_channels, c_m, 1)
        self.convB = nn.Conv2d(in_channels, c_n, 1)
        self.convV = nn.Conv2d(in_channels, c_n, 1)
        self.conv_reconstruct = nn.Conv2d(c_m, in_channels, 1) if reconstruct else None

    def forward(self, x: Tensor) -> Tensor:
        gather = self.convB(x).flatten(2).softmax(self.softmax_dim)
        hand_out = self.convV(x).flatten(2).softmax(self.softmax_dim)
        descriptors = self.convA(x).flatten(2) @ gather.transpose(1, 2)
        y = (descriptors @ hand_out).unflatten(2, x.shape[2:])
        return y if self.conv_reconstruct is None else self.conv_reconstruct(y)


class DoubleAttention(DoubleAttentionFixed):
    """As published, where a softmax without an axis runs over the images of the batch: for one image all weights are 1."""

    softmax_dim = 0

"""Efficient multi-head self-attention (ResT), https://arxiv.org/abs/2105.13677. MIT licence."""

from typing import Optional

from torch import Tensor, nn


class EMSA(nn.Module):
    """Attention whose keys and values are taken from a map shrunk by a strided convolution.

    With `apply_transform` a pointwise convolution mixes the heads' weights, which are then normalised. `H` and `W` are the
    size of the map in its authors' code; None takes maps of any size.
    """

    def __init__(
        self,
        d_model: int,
        d_k: int = 64,
        d_v: int = 64,
        h: int = 8,
        dropout: float = 0.1,
        H: Optional[int] = None,
        W: Optional[int] = None,
        ratio: int = 3,
        apply_transform: bool = True,
    ):
        super().__init__()
        self.h, self.d_k, self.ratio, self.size = h, d_k, ratio, (H, W)
        self.fc_q = nn.Linear(d_model, h * d_k)
        self.fc_k = nn.Linear(d_model, h * d_k)
        self.fc_v = nn.Linear(d_model, h * d_v)
        self.fc_o = nn.Linear(h * d_v, d_model)
        self.dropout = nn.Dropout(dropout)
        if ratio > 1:
            self.sr = nn.Sequential()
            self.sr_conv = nn.Conv2d(d_model, d_model, ratio + 1, ratio, ratio // 2, groups=d_model)
            self.sr_ln = nn.LayerNorm(d_model)
        self.apply_transform = apply_transform and h > 1
        if self.apply_transform:
            self.transform = nn.Sequential()
            self.transform.add_module("conv", nn.Conv2d(h, h, 1))
            self.transform.add_module("softmax", nn.Softmax(-1))
            self.transform.add_module("in", nn.InstanceNorm2d(h))

    def heads(self, t: Tensor) -> Tensor:
        """(b, n, h * d) -> (b, h, n, d)"""
        return t.unflatten(2, (self.h, -1)).transpose(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        for size, expected in zip(x.shape[2:], self.size):
            if expected is not None and size != expected:
                raise ValueError(f"expected a map of {self.size[0]}x{self.size[1]}, got {tuple(x.shape[2:])}")
        places = x.flatten(2).transpose(1, 2)
        small = self.sr_ln(self.sr_conv(x).flatten(2).transpose(1, 2)) if self.ratio > 1 else places
        q, k, v = self.heads(self.fc_q(places)), self.heads(self.fc_k(small)), self.heads(self.fc_v(small))
        weights = q @ k.transpose(2, 3) / self.d_k**0.5
        weights = self.transform(weights) if self.apply_transform else weights.softmax(-1)
        y = (self.dropout(weights) @ v).transpose(1, 2).flatten(2)
        return self.fc_o(y).transpose(1, 2).unflatten(2, x.shape[2:])

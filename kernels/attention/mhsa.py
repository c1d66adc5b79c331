"""The attention of bottleneck transformers (BoTNet), https://arxiv.org/abs/2101.11605. MIT licence."""

import torch
from torch import Tensor, nn


class MHSA(nn.Module):
    """Every place attends to every place, in several heads and without scaling.

    With `pos_emb` a learned vector a row and one a column are added; `width` is then the number of rows and `height` that of
    columns, as in the code people copy. A smaller map uses the first of them.
    """

    def __init__(self, n_dims: int, width: int = 14, height: int = 14, heads: int = 4, pos_emb: bool = False):
        super().__init__()
        if n_dims % heads:
            raise ValueError(f"expected channels divisible by {heads} heads, got {n_dims}")
        self.heads = heads
        self.query = nn.Conv2d(n_dims, n_dims, 1)
        self.key = nn.Conv2d(n_dims, n_dims, 1)
        self.value = nn.Conv2d(n_dims, n_dims, 1)
        self.pos_emb = pos_emb
        if pos_emb:
            d = n_dims // heads
            self.rel_h_weight = nn.Parameter(torch.randn(1, heads, d, 1, height))
            self.rel_w_weight = nn.Parameter(torch.randn(1, heads, d, width, 1))
        self.softmax = nn.Softmax(dim=-1)

    def split(self, t: Tensor) -> Tensor:
        """(b, heads * d, h, w) -> (b, heads, h * w, d)"""
        return t.flatten(2).unflatten(1, (self.heads, -1)).transpose(2, 3)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        energy = q @ k.transpose(2, 3)
        if self.pos_emb:
            places = (self.rel_h_weight + self.rel_w_weight).flatten(3).transpose(2, 3)
            energy = energy + places[:, :, : q.shape[2]] @ q.transpose(2, 3)
        y = self.softmax(energy) @ v
        return y.transpose(2, 3).flatten(1, 2).unflatten(2, x.shape[2:])

"""Outlook attention (VOLO), https://arxiv.org/abs/2106.13112. MIT licence."""

import math

from torch import Tensor, nn
from torch.nn import functional as F


class OutlookAttention(nn.Module):
    """Every place says itself, by a linear layer, how the values in the window around it attend to each other."""

    def __init__(
        self,
        dim: int,
        num_heads: int = 1,
        kernel_size: int = 3,
        padding: int = 1,
        stride: int = 1,
        qkv_bias: bool = False,
        attn_drop: float = 0.1,
    ):
        super().__init__()
        self.num_heads, self.area = num_heads, kernel_size**2
        self.windows = dict(kernel_size=kernel_size, padding=padding, stride=stride)
        self.stride = stride
        self.scale = (dim // num_heads) ** -0.5
        self.v_pj = nn.Linear(dim, dim, bias=qkv_bias)
        self.attn = nn.Linear(dim, kernel_size**4 * num_heads)
        self.attn_drop = nn.Dropout(attn_drop)
        self.proj = nn.Linear(dim, dim)
        self.proj_drop = nn.Dropout(attn_drop)
        self.unflod = nn.Unfold(**self.windows)
        self.pool = nn.AvgPool2d(stride, stride, ceil_mode=True)

    def forward(self, x: Tensor) -> Tensor:
        h, w = x.shape[2:]
        n = math.ceil(h / self.stride) * math.ceil(w / self.stride)
        values = self.unflod(self.v_pj(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2))
        values = values.unflatten(1, (self.num_heads, -1, self.area)).permute(0, 1, 4, 3, 2)
        energy = self.attn(self.pool(x).permute(0, 2, 3, 1)).flatten(1, 2)
        energy = energy.unflatten(2, (self.num_heads, self.area, self.area)).transpose(1, 2)
        seen = self.attn_drop((energy * self.scale).softmax(dim=-1)) @ values
        y = F.fold(seen.permute(0, 1, 4, 3, 2).reshape(x.shape[0], -1, n), (h, w), **self.windows)
        return self.proj_drop(self.proj(y.permute(0, 2, 3, 1))).permute(0, 3, 1, 2)

"""The attention of CloFormer, https://arxiv.org/abs/2303.17803. MIT licence."""

from typing import Sequence

import torch
from torch import Tensor, nn


class AttnMap(nn.Module):
    """Two pointwise convolutions that turn q * k into a map of weights."""

    def __init__(self, dim: int):
        super().__init__()
        self.act_block = nn.Sequential(nn.Conv2d(dim, dim, 1), nn.SiLU(), nn.Conv2d(dim, dim, 1))

    def forward(self, x: Tensor) -> Tensor:
        return self.act_block(x)


class CloAttention(nn.Module):
    """Local and global attention side by side.

    `group_split` says how many of the `num_heads` heads go to each local branch, one branch for each of `kernel_sizes`; its
    last number says how many attend globally. A local branch mixes q, k and v with a depthwise convolution and weighs v by a
    map made of q * k. The global heads attend from every place to means over windows of `window_size`, which must divide
    height and width.
    """

    def __init__(
        self,
        dim: int,
        num_heads: int = 8,
        group_split: Sequence[int] = (4, 4),
        kernel_sizes: Sequence[int] = (5,),
        window_size: int = 4,
        attn_drop: float = 0.0,
        proj_drop: float = 0.0,
        qkv_bias: bool = True,
    ):
        super().__init__()
        if sum(group_split) != num_heads or len(group_split) != len(kernel_sizes) + 1:
            raise ValueError(f"expected one number a kernel and one more with the sum {num_heads}, got {group_split}")
        self.dim_head = dim // num_heads
        self.scale = self.dim_head**-0.5
        self.window_size = window_size

        pooled = group_split[-1] * self.dim_head
        self.is_global = pooled > 0
        if self.is_global:
            self.global_q = nn.Conv2d(dim, pooled, 1, bias=qkv_bias)
            self.global_kv = nn.Conv2d(dim, 2 * pooled, 1, bias=qkv_bias)
            self.avgpool = nn.AvgPool2d(window_size) if window_size > 1 else nn.Identity()

        local = [(heads * self.dim_head, kernel) for heads, kernel in zip(group_split, kernel_sizes) if heads > 0]
        self.convs = nn.ModuleList(nn.Conv2d(3 * c, 3 * c, k, padding=k // 2, groups=3 * c) for c, k in local)
        self.act_blocks = nn.ModuleList(AttnMap(c) for c, _ in local)
        self.qkvs = nn.ModuleList(nn.Conv2d(dim, 3 * c, 1, bias=qkv_bias) for c, _ in local)
        self.proj = nn.Conv2d(dim, dim, 1, bias=qkv_bias)
        self.attn_drop = nn.Dropout(attn_drop)
        self.proj_drop = nn.Dropout(proj_drop)

    def attend_locally(self, x: Tensor, to_qkv: nn.Module, mix: nn.Module, weigh: nn.Module) -> Tensor:
        q, k, v = mix(to_qkv(x)).chunk(3, dim=1)
        return self.attn_drop(torch.tanh(weigh(q * k) * self.scale)) * v

    def attend_globally(self, x: Tensor) -> Tensor:
        def heads(t: Tensor) -> Tensor:
            """(b, heads * d, h, w) -> (b, heads, h * w, d)"""
            return t.unflatten(1, (-1, self.dim_head)).flatten(3).transpose(2, 3)

        small = self.avgpool(x)
        if small[0, 0].numel() != x[0, 0].numel() // self.window_size**2:
            raise ValueError(f"windows of {self.window_size} do not divide a map of {tuple(x.shape[2:])}")
        k, v = self.global_kv(small).chunk(2, dim=1)
        weights = (self.scale * heads(self.global_q(x)) @ heads(k).transpose(2, 3)).softmax(dim=-1)
        y = self.attn_drop(weights) @ heads(v)
        return y.transpose(2, 3).flatten(1, 2).unflatten(2, x.shape[2:])

    def forward(self, x: Tensor) -> Tensor:
        pieces = [self.attend_locally(x, *branch) for branch in zip(self.qkvs, self.convs, self.act_blocks)]
        if self.is_global:
            pieces.append(self.attend_globally(x))
        return self.proj_drop(self.proj(torch.cat(pieces, dim=1)))

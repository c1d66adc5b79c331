"""The block of CloFormer, https://arxiv.org/abs/2303.17803. MIT licence."""

from typing import Optional, Sequence

import torch
from torch import Tensor, nn

from .clo_attention import CloAttention


class DropPath(nn.Module):
    """Leaves out a whole branch for some images while training."""

    def __init__(self, p: float = 0.0):
        super().__init__()
        self.p = p

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.p == 0:
            return x
        kept = torch.rand(x.shape[0], 1, 1, 1, device=x.device, dtype=x.dtype) >= self.p
        return x * kept / (1 - self.p)


class CloConvFFN(nn.Module):
    """Two pointwise convolutions with a depthwise one between them, which may halve the map."""

    def __init__(
        self,
        in_channels: int,
        hidden_channels: int,
        kernel_size: int = 5,
        stride: int = 1,
        out_channels: Optional[int] = None,
        drop_out: float = 0.0,
    ):
        super().__init__()
        self.fc1 = nn.Conv2d(in_channels, hidden_channels, 1)
        self.act = nn.GELU()
        self.dwconv = nn.Conv2d(
            hidden_channels, hidden_channels, kernel_size, stride, kernel_size // 2, groups=hidden_channels
        )
        self.fc2 = nn.Conv2d(hidden_channels, out_channels or in_channels, 1)
        self.drop = nn.Dropout(drop_out)

    def forward(self, x: Tensor) -> Tensor:
        return self.drop(self.fc2(self.drop(self.dwconv(self.act(self.fc1(x))))))


class CloBlock(nn.Module):
    """CloAttention and a convolutional feed-forward layer, each behind a normalisation and beside a shortcut."""

    def __init__(
        self,
        dim: int,
        out_dim: int,
        num_heads: int = 8,
        group_split: Sequence[int] = (4, 4),
        kernel_sizes: Sequence[int] = (5,),
        window_size: int = 4,
        mlp_kernel_size: int = 5,
        mlp_ratio: int = 4,
        stride: int = 1,
        attn_drop: float = 0.0,
        mlp_drop: float = 0.0,
        qkv_bias: bool = True,
        drop_path: float = 0.0,
    ):
        super().__init__()
        self.norm1 = nn.GroupNorm(1, dim)
        self.attn = CloAttention(dim, num_heads, group_split, kernel_sizes, window_size, attn_drop, attn_drop, qkv_bias)
        self.drop_path = DropPath(drop_path)
        self.norm2 = nn.GroupNorm(1, dim)
        if stride == 1:
            self.downsample = nn.Identity()
        else:
            self.downsample = nn.Sequential(
                nn.Conv2d(dim, dim, mlp_kernel_size, 2, mlp_kernel_size // 2),
                nn.BatchNorm2d(dim),
                nn.Conv2d(dim, out_dim, 1),
            )
        self.mlp = CloConvFFN(dim, int(mlp_ratio * dim), mlp_kernel_size, stride, out_dim, mlp_drop)

    def forward(self, x: Tensor) -> Tensor:
        x = x + self.drop_path(self.attn(self.norm1(x)))
        return self.downsample(x) + self.drop_path(self.mlp(self.norm2(x)))

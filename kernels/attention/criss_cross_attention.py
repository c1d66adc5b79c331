"""The attention of CCNet, https://arxiv.org/abs/1811.11721. MIT licence."""

import torch
from torch import Tensor, nn


class CrissCrossAttention(nn.Module):
    """Every place attends to its row and its column, to itself once. `gamma` starts at 0: at first the block changes nothing."""

    def __init__(self, in_dim: int):
        super().__init__()
        if in_dim < 8:
            raise ValueError(f"expected at least 8 channels, got {in_dim}")
        self.query_conv = nn.Conv2d(in_dim, in_dim // 8, 1)
        self.key_conv = nn.Conv2d(in_dim, in_dim // 8, 1)
        self.value_conv = nn.Conv2d(in_dim, in_dim, 1)
        self.softmax = nn.Softmax(dim=3)
        self.gamma = nn.Parameter(torch.zeros(1))

    def forward(self, x: Tensor) -> Tensor:
        h = x.shape[2]
        q, k, v = self.query_conv(x), self.key_conv(x), self.value_conv(x)
        along_h = torch.einsum("bchw,bcgw->bhwg", q, k)
        itself = torch.eye(h, dtype=torch.bool, device=x.device)[:, None]
        along_w = torch.einsum("bchw,bchg->bhwg", q, k)
        weights = self.softmax(torch.cat([along_h.masked_fill(itself, float("-inf")), along_w], dim=3))
        seen = torch.einsum("bhwg,bcgw->bchw", weights[..., :h], v) + torch.einsum("bhwg,bchg->bchw", weights[..., h:], v)
        return self.gamma * seen + x

"""Deformable attention (DAT), https://arxiv.org/abs/2201.00520. MIT licence."""

from typing import Optional, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class LayerNormProxy(nn.Module):
    """Layer normalisation over the channels of a map."""

    def __init__(self, dim: int):
        super().__init__()
        self.norm = nn.LayerNorm(dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)


def places_of(h: int, w: int, shift: float, like: Tensor) -> Tensor:
    """(h, w, 2): row and column of every cell, from -1 at the first to 1 at the last, moved by `shift` cells."""
    axes = [(torch.arange(n, dtype=like.dtype, device=like.device) + shift) / (n - 1) * 2 - 1 for n in (h, w)]
    return torch.stack(torch.meshgrid(*axes, indexing="ij"), dim=-1)


def sample(values: Tensor, at: Tensor) -> Tensor:
    """Reads a map at (row, column) positions, in single precision: half is too coarse for positions."""
    return F.grid_sample(values.float(), at.flip(-1).float(), mode="bilinear", align_corners=True).to(values.dtype)


class DAttention(nn.Module):
    """All places attend to a few sampled ones, which move to where a small network on the queries sends them.

    `q_size` is the size of the map; only the table of relative positions (`dwc_pe=False`) depends on it.
    """

    def __init__(
        self,
        channel: int,
        q_size: Sequence[int] = (20, 20),
        n_heads: int = 8,
        n_groups: int = 4,
        attn_drop: float = 0.0,
        proj_drop: float = 0.0,
        stride: int = 1,
        offset_range_factor: float = 4,
        use_pe: bool = True,
        dwc_pe: bool = True,
        no_off: bool = False,
    ):
        super().__init__()
        if channel % n_heads or channel % n_groups or n_heads % n_groups:
            raise ValueError(f"{channel} channels, {n_heads} heads and {n_groups} groups do not divide each other")
        self.heads, self.groups = n_heads, n_groups
        self.scale = (channel // n_heads) ** -0.5
        self.reach, self.no_off = offset_range_factor, no_off
        self.use_pe, self.dwc_pe = use_pe, dwc_pe
        c = channel // n_groups
        self.conv_offset = nn.Sequential(
            nn.Conv2d(c, c, 3, stride, 1, groups=c), LayerNormProxy(c), nn.GELU(), nn.Conv2d(c, 2, 1, bias=False)
        )
        self.proj_q = nn.Conv2d(channel, channel, 1)
        self.proj_k = nn.Conv2d(channel, channel, 1)
        self.proj_v = nn.Conv2d(channel, channel, 1)
        self.proj_out = nn.Conv2d(channel, channel, 1)
        self.proj_drop = nn.Dropout(proj_drop)
        self.attn_drop = nn.Dropout(attn_drop)
        if use_pe and dwc_pe:
            self.rpe_table = nn.Conv2d(channel, channel, 3, padding=1, groups=channel)
        elif use_pe:
            h, w = q_size
            self.rpe_table = nn.Parameter(torch.zeros(n_heads, 2 * h - 1, 2 * w - 1))
            nn.init.trunc_normal_(self.rpe_table, std=0.01)

    def positions(self, q: Tensor) -> Tensor:
        """(b * groups, h, w, 2): where each group reads."""
        offset = self.conv_offset(q.unflatten(1, (self.groups, -1)).flatten(0, 1))
        h, w = offset.shape[2:]
        if self.reach > 0:
            limits = torch.tensor([1 / (h - 1), 1 / (w - 1)], dtype=q.dtype, device=q.device)[:, None, None] * self.reach
            offset = offset.tanh() * limits
        offset = offset.permute(0, 2, 3, 1)
        if self.no_off:
            offset = torch.zeros_like(offset)
        places = offset + places_of(h, w, 0.5, q)
        return places if self.reach >= 0 else places.tanh()

    def relative_bias(self, q: Tensor, places: Tensor) -> Tensor:
        """(b, heads, h * w, samples): what the table says of how far apart a place and a sample are."""
        b, h, w = q.shape[0], *q.shape[2:]
        apart = places_of(h, w, 0, q).flatten(0, 1)[:, None] - places.flatten(1, 2)[:, None]
        table = self.rpe_table.unflatten(0, (self.groups, -1)).repeat(b, 1, 1, 1)
        return sample(table, apart / 2).unflatten(0, (b, self.groups)).flatten(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        def heads(t: Tensor) -> Tensor:
            return t.flatten(2).unflatten(1, (self.heads, -1))

        q = self.proj_q(x)
        places = self.positions(q)
        read = sample(x.unflatten(1, (self.groups, -1)).flatten(0, 1), places)
        read = read.unflatten(0, (-1, self.groups)).flatten(1, 2)
        k, v = heads(self.proj_k(read)), heads(self.proj_v(read))
        energy = heads(q).transpose(2, 3) @ k * self.scale
        local: Optional[Tensor] = None
        if self.use_pe and self.dwc_pe:
            local = self.rpe_table(q)
        elif self.use_pe:
            energy = energy + self.relative_bias(q, places)
        y = v @ self.attn_drop(energy.softmax(-1)).transpose(2, 3)
        y = y.flatten(1, 2).unflatten(2, x.shape[2:])
        return self.proj_drop(self.proj_out(y if local is None else y + local))

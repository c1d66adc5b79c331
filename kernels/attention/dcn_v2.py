"""Modulated deformable convolution (DCNv2), https://arxiv.org/abs/1811.11168. MIT licence."""

from typing import Optional

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class DCNv2(nn.Module):
    """A convolution whose kernel cells each read where an offset sends them, weighted by a mask; then norm and activation.

    Sampling is written with `grid_sample`, so that it needs no compiled operator.
    """

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: int = 3,
        stride: int = 1,
        padding: Optional[int] = None,
        groups: int = 1,
        dilation: int = 1,
        act: bool = True,
        deformable_groups: int = 1,
    ):
        super().__init__()
        k, padding = kernel_size, kernel_size // 2 if padding is None else padding
        self.k, self.stride, self.padding, self.dilation = k, stride, padding, dilation
        self.groups, self.parts = groups, deformable_groups
        bound = (in_channels * k * k) ** -0.5
        self.weight = nn.Parameter(torch.empty(out_channels, in_channels // groups, k, k).uniform_(-bound, bound))
        self.bias = nn.Parameter(torch.zeros(out_channels))
        self.conv_offset_mask = nn.Conv2d(in_channels, deformable_groups * 3 * k * k, k, stride, padding)
        nn.init.zeros_(self.conv_offset_mask.weight)
        nn.init.zeros_(self.conv_offset_mask.bias)
        self.bn = nn.BatchNorm2d(out_channels)
        self.act = nn.SiLU() if act else nn.Identity()

    def grid(self, offset: Tensor, h: int, w: int) -> Tensor:
        """(b * parts, k * k * oh, ow, 2): where to read in an h x w map, x before y, from -1 to 1."""
        oh, ow = offset.shape[2:]
        moved = offset.unflatten(1, (self.parts, self.k * self.k, 2)).flatten(0, 1)

        def axis(steps: int, cells: int) -> Tensor:
            start = torch.arange(steps, device=offset.device) * self.stride - self.padding
            return start + torch.arange(cells, device=offset.device)[:, None] * self.dilation

        rows = axis(oh, self.k)[:, None, :, None].expand(self.k, self.k, oh, ow).flatten(0, 1)
        columns = axis(ow, self.k)[None, :, None].expand(self.k, self.k, oh, ow).flatten(0, 1)
        y = (moved[:, :, 0] + rows) * 2 / max(h - 1, 1) - 1
        x = (moved[:, :, 1] + columns) * 2 / max(w - 1, 1) - 1
        return torch.stack([x, y], dim=-1).flatten(1, 2)

    def forward(self, x: Tensor) -> Tensor:
        h, w = x.shape[2:]
        first, second, mask = self.conv_offset_mask(x).chunk(3, dim=1)
        oh, ow = mask.shape[2:]
        grid = self.grid(torch.cat([first, second], dim=1), h, w)
        # In single precision: half is too coarse for positions.
        parts = x.unflatten(1, (self.parts, -1)).flatten(0, 1)
        read = F.grid_sample(parts.float(), grid.float(), align_corners=True).to(x.dtype)
        read = read.unflatten(2, (-1, oh)) * mask.sigmoid().unflatten(1, (self.parts, -1)).flatten(0, 1)[:, None]
        read = read.flatten(1, 2).unflatten(0, (-1, self.parts)).flatten(1, 2)
        y = F.conv2d(read, self.weight.flatten(1)[..., None, None], self.bias, groups=self.groups)
        return self.act(self.bn(y))

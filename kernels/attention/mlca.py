"""Mixed local channel attention (MLCA), https://doi.org/10.1016/j.engappai.2023.106442. MIT licence."""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class MLCA(nn.Module):
    """Weighs channels as ECA does, once for the whole map and once for each cell of a coarse grid, and mixes the two."""

    def __init__(self, in_size: int, local_size: int = 5, gamma: int = 2, b: int = 1, local_weight: float = 0.5):
        super().__init__()
        t = int(abs(math.log2(in_size) + b) / gamma)
        k = t if t % 2 else t + 1
        self.local_size, self.local_weight = local_size, local_weight
        self.conv = nn.Conv1d(1, 1, k, padding=(k - 1) // 2, bias=False)
        self.conv_local = nn.Conv1d(1, 1, k, padding=(k - 1) // 2, bias=False)
        self.local_arv_pool = nn.AdaptiveAvgPool2d(local_size)
        self.global_arv_pool = nn.AdaptiveAvgPool2d(1)

    def forward(self, x: Tensor) -> Tensor:
        cells = self.local_arv_pool(x)
        whole = self.global_arv_pool(cells)

        # One sequence of all channels of all cells, cell by cell.
        sequence = cells.flatten(2).transpose(1, 2).flatten(1)[:, None]
        local = self.conv_local(sequence).unflatten(2, (-1, x.shape[1])).squeeze(1)
        local = local.transpose(1, 2).unflatten(2, cells.shape[2:]).sigmoid()
        overall = self.conv(whole.flatten(2).transpose(1, 2)).transpose(1, 2)[..., None].sigmoid()

        mixed = torch.lerp(overall.expand_as(local), local, self.local_weight)
        return x * F.adaptive_avg_pool2d(mixed, x.shape[2:])

"""Pyramid squeeze attention (EPSANet), https://arxiv.org/abs/2105.14447. MIT licence."""

import torch
from torch import Tensor, nn


class PSA_EPSANet(nn.Module):
    """Divides the channels into `S` parts, convolves each with a larger kernel, and lets squeeze and excitation weigh them."""

    def __init__(self, channel: int = 512, reduction: int = 4, S: int = 4):
        super().__init__()
        if channel % S:
            raise ValueError(f"expected channels divisible by {S}, got {channel}")
        c, hidden = channel // S, channel // (S * reduction)
        self.S = S
        self.convs = nn.ModuleList(nn.Conv2d(c, c, 2 * i + 3, padding=i + 1) for i in range(S))
        self.se_blocks = nn.ModuleList(
            nn.Sequential(
                nn.AdaptiveAvgPool2d(1),
                nn.Conv2d(c, hidden, 1, bias=False),
                nn.ReLU(),
                nn.Conv2d(hidden, c, 1, bias=False),
                nn.Sigmoid(),
            )
            for _ in range(S)
        )
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x: Tensor) -> Tensor:
        parts = [conv(part) for conv, part in zip(self.convs, x.chunk(self.S, dim=1))]
        gates = torch.stack([se(part) for se, part in zip(self.se_blocks, parts)], dim=1)
        return (torch.stack(parts, dim=1) * self.softmax(gates)).flatten(1, 2)

"""Spatial group-wise enhance (SGE), https://arxiv.org/abs/1905.09646. MIT licence."""

import torch
from torch import Tensor, nn


class SpatialGroupEnhance(nn.Module):
    """In each group of channels a place counts as much as it resembles the group's mean, standardised over the map."""

    def __init__(self, groups: int = 8):
        super().__init__()
        self.groups = groups
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.weight = nn.Parameter(torch.zeros(1, groups, 1, 1))
        self.bias = nn.Parameter(torch.zeros(1, groups, 1, 1))
        self.sig = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        groups = x.unflatten(1, (self.groups, -1))
        likeness = (groups * self.avg_pool(x).unflatten(1, (self.groups, -1))).sum(2)
        centred = likeness - likeness.mean((2, 3), keepdim=True)
        deviation = (centred.square().sum((2, 3), keepdim=True) / (centred[0, 0].numel() - 1)).sqrt() + 1e-5
        gate = self.sig(centred / deviation * self.weight + self.bias)
        return (groups * gate[:, :, None]).flatten(1, 2)

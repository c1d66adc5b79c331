"""Attention free transformer (AFT-full), https://arxiv.org/abs/2105.14103. MIT licence."""

import torch
from torch import Tensor, nn


class AFT_FULL(nn.Module):
    """Every place takes a mean of all values, weighted by keys and by a learned bias for each pair of places.

    The biases fix the number of places: `n` must be height times width.
    """

    def __init__(self, d_model: int, n: int = 49, simple: bool = False):
        super().__init__()
        self.fc_q = nn.Linear(d_model, d_model)
        self.fc_k = nn.Linear(d_model, d_model)
        self.fc_v = nn.Linear(d_model, d_model)
        self.position_biases = None if simple else nn.Parameter(torch.ones(n, n))
        self.sigmoid = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        places = x.flatten(2).transpose(1, 2)
        key, value = self.fc_k(places).exp(), self.fc_v(places)
        if self.position_biases is None:
            seen = (key * value).sum(1, keepdim=True) / key.sum(1, keepdim=True)
        else:
            pairs = self.position_biases.exp()
            seen = (pairs @ (key * value)) / (pairs @ key)
        return (self.sigmoid(self.fc_q(places)) * seen).transpose(1, 2).unflatten(2, x.shape[2:])

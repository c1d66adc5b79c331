"""The attention of UFO-ViT, https://arxiv.org/abs/2109.14382. MIT licence."""

import torch
from torch import Tensor, nn


class UFOAttention(nn.Module):
    """Attention without softmax: keys meet values first, and vectors are brought to length one, so that cost is linear."""

    def __init__(self, d_model: int, d_k: int = 64, d_v: int = 64, h: int = 8, dropout: float = 0.1):
        super().__init__()
        self.h = h
        self.fc_q = nn.Linear(d_model, h * d_k)
        self.fc_k = nn.Linear(d_model, h * d_k)
        self.fc_v = nn.Linear(d_model, h * d_v)
        self.fc_o = nn.Linear(h * d_v, d_model)
        self.dropout = nn.Dropout(dropout)
        self.gamma = nn.Parameter(torch.randn(1, h, 1, 1))

    def heads(self, t: Tensor) -> Tensor:
        """(b, n, h * d) -> (b, h, n, d)"""
        return t.unflatten(2, (self.h, -1)).transpose(1, 2)

    def unit(self, t: Tensor) -> Tensor:
        return t * self.gamma / t.norm(dim=-1, keepdim=True)

    def forward(self, x: Tensor) -> Tensor:
        places = x.flatten(2).transpose(1, 2)
        q, k, v = self.heads(self.fc_q(places)), self.heads(self.fc_k(places)), self.heads(self.fc_v(places))
        y = self.unit(q) @ self.unit(k.transpose(2, 3) @ v)
        return self.fc_o(y.transpose(1, 2).flatten(2)).transpose(1, 2).unflatten(2, x.shape[2:])

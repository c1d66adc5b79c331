"""Dual attention (DANet), https://arxiv.org/abs/1809.02983. MIT licence."""

import torch
from torch import Tensor, nn


class PAM_Module(nn.Module):
    """Every place attends to every place. `gamma` starts at 0: at first the block changes nothing."""

    def __init__(self, in_dim: int):
        super().__init__()
        self.query_conv = nn.Conv2d(in_dim, in_dim // 8, 1)
        self.key_conv = nn.Conv2d(in_dim, in_dim // 8, 1)
        self.value_conv = nn.Conv2d(in_dim, in_dim, 1)
        self.gamma = nn.Parameter(torch.zeros(1))
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, x: Tensor) -> Tensor:
        q, k, v = self.query_conv(x).flatten(2), self.key_conv(x).flatten(2), self.value_conv(x).flatten(2)
        weights = self.softmax(q.transpose(1, 2) @ k)
        return self.gamma * (v @ weights.transpose(1, 2)).unflatten(2, x.shape[2:]) + x


class CAM_Module(nn.Module):
    """Every channel attends to every channel, most to those unlike it. `in_dim` is not used."""

    def __init__(self, in_dim: int):
        super().__init__()
        self.gamma = nn.Parameter(torch.zeros(1))
        self.softmax = nn.Softmax(dim=-1)

    def forward(self, x: Tensor) -> Tensor:
        values = x.flatten(2)
        energy = values @ values.transpose(1, 2)
        weights = self.softmax(energy.amax(-1, keepdim=True) - energy)
        return self.gamma * (weights @ values).unflatten(2, x.shape[2:]) + x


class DANet_PAM_CAM(nn.Module):
    """The sum of attention over places and attention over channels."""

    def __init__(self, in_dim: int):
        super().__init__()
        self.pam = PAM_Module(in_dim)
        self.cam = CAM_Module(in_dim)

    def forward(self, x: Tensor) -> Tensor:
        return self.pam(x) + self.cam(x)


class ScaledDotProductAttention(nn.Module):
    """One head over a sequence (b, n, c)."""

    def __init__(self, d: int, dropout: float = 0.1):
        super().__init__()
        self.fc_q = nn.Linear(d, d)
        self.fc_k = nn.Linear(d, d)
        self.fc_v = nn.Linear(d, d)
        self.fc_o = nn.Linear(d, d)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        weights = (self.fc_q(x) @ self.fc_k(x).transpose(1, 2) / x.shape[2] ** 0.5).softmax(dim=-1)
        return self.fc_o(self.dropout(weights) @ self.fc_v(x))


class SimplifiedScaledDotProductAttention(nn.Module):
    """One head over a sequence (b, n, d) that is query, key and value itself."""

    def __init__(self, d: int, dropout: float = 0.1):
        super().__init__()
        self.fc_o = nn.Linear(d, d)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor) -> Tensor:
        weights = (x @ x.transpose(1, 2) / x.shape[2] ** 0.5).softmax(dim=-1)
        return self.fc_o(self.dropout(weights) @ x)


class PositionAttention(nn.Module):
    def __init__(self, d_model: int, kernel_size: int):
        super().__init__()
        self.cnn = nn.Conv2d(d_model, d_model, kernel_size, padding=(kernel_size - 1) // 2)
        self.pa = ScaledDotProductAttention(d_model)

    def forward(self, x: Tensor) -> Tensor:
        return self.pa(self.cnn(x).flatten(2).transpose(1, 2)).transpose(1, 2)


class ChannelAttention(nn.Module):
    def __init__(self, d_model: int, kernel_size: int, places: int):
        super().__init__()
        self.cnn = nn.Conv2d(d_model, d_model, kernel_size, padding=(kernel_size - 1) // 2)
        self.pa = SimplifiedScaledDotProductAttention(places)

    def forward(self, x: Tensor) -> Tensor:
        return self.pa(self.cnn(x).flatten(2))


class DAModule_EA(nn.Module):
    """A later form with convolutions and linear layers. One of them runs over all places: the map must be H x W."""

    def __init__(self, d_model: int = 512, kernel_size: int = 3, H: int = 7, W: int = 7):
        super().__init__()
        self.position_attention_module = PositionAttention(d_model, kernel_size)
        self.channel_attention_module = ChannelAttention(d_model, kernel_size, H * W)

    def forward(self, x: Tensor) -> Tensor:
        y = self.position_attention_module(x) + self.channel_attention_module(x)
        return y.unflatten(2, x.shape[2:])

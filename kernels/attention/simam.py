"""A simple attention module without parameters (SimAM), https://proceedings.mlr.press/v139/yang21o.html. MIT licence."""

from typing import Optional

from torch import Tensor, nn


class SimAM(nn.Module):
    """Weighs every value by how far it stands out from its channel. Has no parameters; `channels` is not used."""

    def __init__(self, channels: Optional[int] = None, e_lambda: float = 1e-4):
        super().__init__()
        self.activaton = nn.Sigmoid()
        self.e_lambda = e_lambda

    def forward(self, x: Tensor) -> Tensor:
        n = x.shape[2] * x.shape[3] - 1
        away = (x - x.mean((2, 3), keepdim=True)).square()
        variance = away.sum((2, 3), keepdim=True) / n
        return x * self.activaton(away / (4 * (variance + self.e_lambda)) + 0.5)

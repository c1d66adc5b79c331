"""Residual attention for class scores (CSRA), https://arxiv.org/abs/2108.02456. MIT licence."""

from torch import Tensor, nn


class ResidualAttention(nn.Module):
    """Class scores of a map: the mean over places plus `la` times the largest. Gives (b, num_class), not a map."""

    def __init__(self, channel: int = 512, num_class: int = 1000, la: float = 0.2):
        super().__init__()
        self.la = la
        self.fc = nn.Conv2d(channel, num_class, 1, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        scores = self.fc(x).flatten(2)
        return scores.mean(2) + self.la * scores.amax(2)

"""Squeeze-and-excitation, https://arxiv.org/abs/1709.01507. MIT licence."""

from torch import Tensor, nn


class SEAttention(nn.Module):
    """Weighs channels: the mean of each channel goes through two small linear layers to a gate between 0 and 1."""

    def __init__(self, channel: int, reduction: int = 16):
        super().__init__()
        hidden = channel // reduction
        self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Sequential(
            nn.Linear(channel, hidden, bias=False),
            nn.ReLU(inplace=True),
            nn.Linear(hidden, channel, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        gate = self.fc(self.avg_pool(x).flatten(1))
        return x * gate[:, :, None, None]

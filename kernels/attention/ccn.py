"""The residual convolution that articles call CCN. MIT licence."""

from torch import Tensor, nn


class CCN(nn.Module):
    """Convolution, batch normalisation and leaky ReLU around a shortcut.

    Its articles name it after criss-cross attention, which it is not: see `CrissCrossAttention`. With `e` a pointwise
    convolution brings c2 channels back to c1, so that the shortcut fits.
    """

    def __init__(self, c1: int, c2: int, k: int = 3, s: int = 1, g: int = 1, e: bool = False):
        super().__init__()
        self.cv1 = nn.Conv2d(c1, c2, k, s, k // 2, groups=g, bias=False)
        self.bn1 = nn.BatchNorm2d(c2)
        self.act = nn.LeakyReLU(0.1)
        self.e = nn.Conv2d(c2, c1, 1) if e else None

    def forward(self, x: Tensor) -> Tensor:
        y = self.act(self.bn1(self.cv1(x)))
        return x + (y if self.e is None else self.e(y))

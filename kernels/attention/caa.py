"""Context anchor attention (PKINet), https://arxiv.org/abs/2403.06258. MIT licence."""

from torch import Tensor, nn


class Conv(nn.Module):
    """Pointwise convolution, batch normalisation, and an activation that all of them share."""

    default_act = nn.SiLU()

    def __init__(self, c: int):
        super().__init__()
        self.conv = nn.Conv2d(c, c, 1, bias=False)
        self.bn = nn.BatchNorm2d(c)
        self.act = self.default_act

    def forward(self, x: Tensor) -> Tensor:
        return self.act(self.bn(self.conv(x)))


class CAA(nn.Module):
    """Weighs values by local means that two long strip convolutions carry along rows and columns."""

    def __init__(self, ch: int, h_kernel_size: int = 11, v_kernel_size: int = 11):
        super().__init__()
        self.avg_pool = nn.AvgPool2d(7, 1, 3)
        self.conv1 = Conv(ch)
        self.h_conv = nn.Conv2d(ch, ch, (1, h_kernel_size), 1, (0, h_kernel_size // 2), groups=ch)
        self.v_conv = nn.Conv2d(ch, ch, (v_kernel_size, 1), 1, (v_kernel_size // 2, 0), groups=ch)
        self.conv2 = Conv(ch)
        self.act = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return x * self.act(self.conv2(self.v_conv(self.h_conv(self.conv1(self.avg_pool(x))))))

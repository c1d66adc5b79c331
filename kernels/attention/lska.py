"""Large separable kernel attention (LSKA), https://arxiv.org/abs/2309.01439. MIT licence."""

from torch import Tensor, nn

# A kernel of k is a small one and a dilated one behind it: (small, dilated, dilation).
PARTS = {7: (3, 3, 2), 11: (3, 5, 2), 23: (5, 7, 3), 35: (5, 11, 3), 41: (5, 13, 3), 53: (5, 17, 3)}


class LSKA(nn.Module):
    """Weighs values by their wide neighbourhood: a large depthwise kernel taken apart into rows and columns."""

    def __init__(self, dim: int, k_size: int = 7):
        super().__init__()
        if k_size not in PARTS:
            raise ValueError(f"expected a kernel of {', '.join(map(str, PARTS))}, got {k_size}")
        small, wide, d = PARTS[k_size]
        reach = d * (wide // 2)
        self.conv0h = nn.Conv2d(dim, dim, (1, small), padding=(0, small // 2), groups=dim)
        self.conv0v = nn.Conv2d(dim, dim, (small, 1), padding=(small // 2, 0), groups=dim)
        self.conv_spatial_h = nn.Conv2d(dim, dim, (1, wide), padding=(0, reach), groups=dim, dilation=d)
        self.conv_spatial_v = nn.Conv2d(dim, dim, (wide, 1), padding=(reach, 0), groups=dim, dilation=d)
        self.conv1 = nn.Conv2d(dim, dim, 1)

    def forward(self, x: Tensor) -> Tensor:
        near = self.conv0v(self.conv0h(x))
        return x * self.conv1(self.conv_spatial_v(self.conv_spatial_h(near)))

"""Second-order channel attention (SAN), https://openaccess.thecvf.com/content_CVPR_2019/html/Dai_Second-Order_Attention_Network_for_Single_Image_Super-Resolution_CVPR_2019_paper.html. MIT licence."""

import torch
from torch import Tensor, nn


def square_root(a: Tensor, steps: int) -> Tensor:
    """The matrix square root of (b, c, c) by Newton and Schulz, which need a matrix of small norm: the trace scales it."""
    three = 3 * torch.eye(a.shape[-1], device=a.device)
    trace = a.diagonal(dim1=-2, dim2=-1).sum(-1)[:, None, None]
    scaled = a / trace
    z = 0.5 * (three - scaled)
    y = scaled @ z
    for _ in range(steps - 2):
        next_ = 0.5 * (three - z @ y)
        y, z = y @ next_, next_ @ z
    return 0.5 * y @ (three - z @ y) * trace.sqrt()


def middle(x: Tensor, most: int = 1000) -> Tensor:
    """At most `most` rows and columns, from the middle."""
    for dim in (2, 3):
        if x.shape[dim] > most:
            x = x.narrow(dim, (x.shape[dim] - most) // 2, most)
    return x


class SOCA(nn.Module):
    """Weighs channels by how they vary together: means of the square root of their covariance pass two small layers."""

    def __init__(self, channel: int, reduction: int = 8):
        super().__init__()
        self.max_pool = nn.MaxPool2d(kernel_size=2)
        self.conv_du = nn.Sequential(
            nn.Conv2d(channel, channel // reduction, 1),
            nn.ReLU(inplace=True),
            nn.Conv2d(channel // reduction, channel, 1),
            nn.Sigmoid(),
        )

    def forward(self, x: Tensor) -> Tensor:
        values = middle(x).flatten(2)
        centred = values - values.mean(2, keepdim=True)
        covariance = centred @ centred.transpose(1, 2) / values.shape[2]
        means = square_root(covariance.float(), 5).to(x.dtype).mean(1)[:, :, None, None]
        return x * self.conv_du(means)

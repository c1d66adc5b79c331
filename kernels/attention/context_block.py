"""The global context block of GCNet, https://arxiv.org/abs/1904.11492. MIT licence."""

from typing import Optional, Sequence

from torch import Tensor, nn


class ContextBlock(nn.Module):
    """Sums up the whole map to one vector, weighted by attention or as a mean, and adds it to (or scales with it) every place."""

    def __init__(
        self,
        inplanes: int,
        ratio: float = 0.0625,
        pooling_type: str = "att",
        fusion_types: Sequence[str] = ("channel_add",),
    ):
        super().__init__()
        planes = int(inplanes * ratio)

        def transform(used: bool) -> Optional[nn.Sequential]:
            return (
                nn.Sequential(
                    nn.Conv2d(inplanes, planes, 1),
                    nn.LayerNorm([planes, 1, 1]),
                    nn.ReLU(inplace=True),
                    nn.Conv2d(planes, inplanes, 1),
                )
                if used
                else None
            )

        self.attends = pooling_type == "att"
        if self.attends:
            self.conv_mask = nn.Conv2d(inplanes, 1, 1)
            self.softmax = nn.Softmax(dim=2)
        else:
            self.avg_pool = nn.AdaptiveAvgPool2d(1)
        self.channel_add_conv = transform("channel_add" in fusion_types)
        self.channel_mul_conv = transform("channel_mul" in fusion_types)

    def pool(self, x: Tensor) -> Tensor:
        if not self.attends:
            return self.avg_pool(x)
        weights = self.softmax(self.conv_mask(x).flatten(2))
        return (x.flatten(2) @ weights.transpose(1, 2))[..., None]

    def forward(self, x: Tensor) -> Tensor:
        context = self.pool(x)
        y = x
        if self.channel_mul_conv is not None:
            y = y * self.channel_mul_conv(context).sigmoid()
        if self.channel_add_conv is not None:
            y = y + self.channel_add_conv(context)
        return y

"""Bottleneck attention module (BAM), https://arxiv.org/abs/1807.06514. MIT licence."""

from collections import OrderedDict

import torch
from torch import Tensor, nn


def conv3x3(c: int, dilation: int, padding: int) -> nn.Conv2d:
    return nn.Conv2d(c, c, 3, padding=padding, dilation=dilation)


class ChannelGate(nn.Module):
    def __init__(self, channel: int, reduction: int = 16):
        super().__init__()
        hidden = channel // reduction
        self.gate_c = nn.Sequential(
            OrderedDict(
                flatten=nn.Flatten(),
                gate_c_fc_0=nn.Linear(channel, hidden),
                gate_c_bn_1=nn.BatchNorm1d(hidden),
                gate_c_relu_1=nn.ReLU(),
                gate_c_fc_final=nn.Linear(hidden, channel),
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        return self.gate_c(x.mean((2, 3), keepdim=True))[:, :, None, None]


class SpatialGate(nn.Module):
    def __init__(self, channel: int, reduction: int = 16, convolutions: int = 2, dilation: int = 4):
        super().__init__()
        hidden = channel // reduction
        steps: "OrderedDict[str, nn.Module]" = OrderedDict(
            gate_s_conv_reduce0=nn.Conv2d(channel, hidden, 1),
            gate_s_bn_reduce0=nn.BatchNorm2d(hidden),
            gate_s_relu_reduce0=nn.ReLU(),
        )
        for i in range(convolutions):
            steps[f"gate_s_conv_di_{i}"] = conv3x3(hidden, dilation, dilation)
            steps[f"gate_s_bn_di_{i}"] = nn.BatchNorm2d(hidden)
            steps[f"gate_s_relu_di_{i}"] = nn.ReLU()
        steps["gate_s_conv_final"] = nn.Conv2d(hidden, 1, 1)
        self.gate_s = nn.Sequential(steps)

    def forward(self, x: Tensor) -> Tensor:
        return self.gate_s(x)


class BAM_original(nn.Module):
    """Weighs every value by the product of a channel map and a spatial map: the authors' form, on maps of any shape."""

    def __init__(self, gate_channel: int):
        super().__init__()
        self.channel_att = ChannelGate(gate_channel)
        self.spatial_att = SpatialGate(gate_channel)

    def forward(self, x: Tensor) -> Tensor:
        return x * (1 + torch.sigmoid(self.channel_att(x) * self.spatial_att(x)))


class ChannelAttention(nn.Module):
    def __init__(self, channel: int, reduction: int, layers: int = 3):
        super().__init__()
        hidden = channel // reduction
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        steps: "OrderedDict[str, nn.Module]" = OrderedDict(flatten=nn.Flatten())
        for i in range(layers):
            steps[f"fc{i}"] = nn.Linear(hidden if i else channel, hidden)
            steps[f"bn{i}"] = nn.BatchNorm1d(hidden)
            steps[f"relu{i}"] = nn.ReLU()
        steps["last_fc"] = nn.Linear(hidden, channel)
        self.ca = nn.Sequential(steps)

    def forward(self, x: Tensor) -> Tensor:
        return self.ca(self.avgpool(x))[:, :, None, None].expand_as(x)


class SpatialAttention(nn.Module):
    def __init__(self, channel: int, reduction: int, dilation: int, padding: int, layers: int = 3):
        super().__init__()
        hidden = channel // reduction
        steps: "OrderedDict[str, nn.Module]" = OrderedDict(
            conv_reduce1=nn.Conv2d(channel, hidden, 1),
            bn_reduce1=nn.BatchNorm2d(hidden),
            relu_reduce1=nn.ReLU(),
        )
        for i in range(layers):
            steps[f"conv_{i}"] = conv3x3(hidden, dilation, padding)
            steps[f"bn_{i}"] = nn.BatchNorm2d(hidden)
            steps[f"relu_{i}"] = nn.ReLU()
        steps["last_conv"] = nn.Conv2d(hidden, 1, 1)
        self.sa = nn.Sequential(steps)

    def forward(self, x: Tensor) -> Tensor:
        return self.sa(x).expand_as(x)


class BAMBlock_cv(nn.Module):
    """Weighs every value by the sum of a channel map and a spatial map, with three hidden layers each."""

    def __init__(self, channel: int = 512, reduction: int = 16, dia_val: int = 2):
        super().__init__()
        self.ca = ChannelAttention(channel, reduction)
        self.sa = SpatialAttention(channel, reduction, dia_val, self.padding(dia_val))
        self.sigmoid = nn.Sigmoid()

    @staticmethod
    def padding(dilation: int) -> int:
        return dilation

    def forward(self, x: Tensor) -> Tensor:
        return (1 + self.sigmoid(self.sa(x) + self.ca(x))) * x


class BAMBlock(BAMBlock_cv):
    """As published: padded by 1 at any dilation, so that each of three convolutions shrinks the map. Works on 7x7 only."""

    @staticmethod
    def padding(dilation: int) -> int:
        return 1

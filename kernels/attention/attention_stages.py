"""C2f, C3 and C3k2 with an attention block inside: C2f_EMA, C3_SE, C3k2_CA and all the others. MIT licence."""

from typing import Callable, Optional, Sequence, Type

import torch
from torch import Tensor, nn

from .bam import BAM_original
from .caa import CAA
from .clo_attention import CloAttention
from .context_block import ContextBlock
from .coord_att import CoordAtt
from .cot_attention import CoTAttention
from .cpca import CPCA
from .efficient_channel_attention import EfficientChannelAttention
from .ela import ELA_paper
from .ema import EMA
from .gam_attention import GAMAttention
from .lsk_block import LSKblock
from .lska import LSKA
from .mlca import MLCA
from .nam_attention import NAMAttention
from .s2_attention import S2Attention
from .se_attention import SEAttention
from .shuffle_attention import ShuffleAttention
from .simam import SimAM
from .sk_attention import SKAttention
from .triplet_attention import TripletAttention

# Where the attention stands: behind or before the second convolution of every bottleneck, in place of every bottleneck, behind
# the convolution that splits the stage, on the last piece, or behind the whole stage.
PLACEMENTS = ("after-cv2", "before-cv2", "instead", "after-split", "last-piece", "end")


try:
    # Its own convolution is what Ultralytics merges with batch normalisation, and gives the model's activation to.
    from ultralytics.nn.modules.conv import Conv
except ImportError:

    class Conv(nn.Module):
        """Convolution, batch normalisation, and an activation that all of them share."""

        default_act = nn.SiLU()

        def __init__(self, c1: int, c2: int, k: int = 1, s: int = 1, p: Optional[int] = None, g: int = 1):
            super().__init__()
            self.conv = nn.Conv2d(c1, c2, k, s, k // 2 if p is None else p, groups=g, bias=False)
            self.bn = nn.BatchNorm2d(c2)
            self.act = self.default_act

        def forward(self, x: Tensor) -> Tensor:
            return self.act(self.bn(self.conv(x)))


class ChannelAttention(nn.Module):
    def __init__(self, channels: int):
        super().__init__()
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Conv2d(channels, channels, 1)
        self.act = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return x * self.act(self.fc(self.pool(x)))


class SpatialAttention(nn.Module):
    def __init__(self, kernel_size: int):
        super().__init__()
        self.cv1 = nn.Conv2d(2, 1, kernel_size, padding=kernel_size // 2, bias=False)
        self.act = nn.Sigmoid()

    def forward(self, x: Tensor) -> Tensor:
        return x * self.act(self.cv1(torch.cat([x.mean(1, keepdim=True), x.amax(1, keepdim=True)], dim=1)))


class CBAM(nn.Module):
    """The form of Ultralytics, without a reduction of channels."""

    def __init__(self, c1: int, kernel_size: int = 7):
        super().__init__()
        self.channel_attention = ChannelAttention(c1)
        self.spatial_attention = SpatialAttention(kernel_size)

    def forward(self, x: Tensor) -> Tensor:
        return self.spatial_attention(self.channel_attention(x))


class Bottleneck(nn.Module):
    """Two convolutions and an attention block behind or before the second, inside the shortcut."""

    def __init__(self, c: int, shortcut: bool, g: int, k: Sequence[int], attend: Callable, placement: str):
        super().__init__()
        self.cv1 = Conv(c, c, k[0])
        self.cv2 = Conv(c, c, k[1], 1, g=g)
        if placement in ("after-cv2", "before-cv2"):
            self.attention = attend(c)
        self.placement, self.shortcut = placement, shortcut

    def forward(self, x: Tensor) -> Tensor:
        y = self.cv1(x)
        if self.placement == "before-cv2":
            y = self.attention(y)
        y = self.cv2(y)
        if self.placement == "after-cv2":
            y = self.attention(y)
        return x + y if self.shortcut else y


class Stage(nn.Module):
    """What the stages share: which attention block, and where."""

    attend: Callable[[int], nn.Module]

    def place(self, placement: str, c: int, split: int, c2: int) -> None:
        if placement not in (*PLACEMENTS, "outside"):
            raise ValueError(f"expected one of {', '.join(PLACEMENTS)}, got {placement}")
        self.placement = placement
        channels = {"after-split": split, "last-piece": c, "end": c2}.get(placement)
        if channels is not None:
            self.attention = self.attend(channels)

    def at(self, placement: str, x: Tensor) -> Tensor:
        return self.attention(x) if self.placement == placement else x

    def refine(self, c: int, shortcut: bool, g: int, k: Sequence[int], placement: str) -> nn.Module:
        return self.attend(c) if placement == "instead" else Bottleneck(c, shortcut, g, k, self.attend, placement)


class SplitStage(Stage):
    """Splits once, refines the tail n times, joins every intermediate."""

    def build(self, c1: int, c2: int, e: float, placement: str, inner: Sequence[Callable[[int], nn.Module]]) -> None:
        c = int(c2 * e)
        self.cv1 = Conv(c1, 2 * c)
        self.cv2 = Conv((2 + len(inner)) * c, c2)
        self.m = nn.ModuleList(make(c) for make in inner)
        self.place(placement, c, 2 * c, c2)

    def forward(self, x: Tensor) -> Tensor:
        pieces = list(self.at("after-split", self.cv1(x)).chunk(2, dim=1))
        for refine in self.m:
            pieces.append(refine(pieces[-1]))
        pieces[-1] = self.at("last-piece", pieces[-1])
        return self.at("end", self.cv2(torch.cat(pieces, dim=1)))


class C2f(SplitStage):
    def __init__(
        self, c1: int, c2: int, n: int = 1, shortcut: bool = False, g: int = 1, e: float = 0.5, placement: str = "after-cv2"
    ):
        super().__init__()
        self.build(c1, c2, e, placement, n * [lambda c: self.refine(c, shortcut, g, (3, 3), placement)])


class C3(Stage):
    kernels = (1, 3)

    def __init__(
        self, c1: int, c2: int, n: int = 1, shortcut: bool = True, g: int = 1, e: float = 0.5, placement: str = "after-cv2"
    ):
        super().__init__()
        c = int(c2 * e)
        self.cv1 = Conv(c1, c)
        self.cv2 = Conv(c1, c)
        self.cv3 = Conv(2 * c, c2)
        self.m = nn.Sequential(*(self.refine(c, shortcut, g, self.kernels, placement) for _ in range(n)))
        self.place(placement, c, c, c2)

    def forward(self, x: Tensor) -> Tensor:
        refined = self.at("last-piece", self.m(self.at("after-split", self.cv1(x))))
        return self.at("end", self.cv3(torch.cat([refined, self.cv2(x)], dim=1)))


class C3k(C3):
    kernels = (3, 3)


class C3k2(SplitStage):
    def __init__(
        self,
        c1: int,
        c2: int,
        n: int = 1,
        c3k: bool = False,
        e: float = 0.5,
        g: int = 1,
        shortcut: bool = True,
        placement: str = "after-cv2",
    ):
        super().__init__()
        inside = placement if placement in ("after-cv2", "before-cv2") else "outside"

        def inner(c: int) -> nn.Module:
            if c3k and placement != "instead":
                return with_attention(C3k, "", self.attend)(c, c, 2, shortcut, g, placement=inside)
            return self.refine(c, shortcut, g, (3, 3), placement)

        self.build(c1, c2, e, placement, n * [inner])


def with_attention(stage: Type[Stage], name: str, attend: Callable[[int], nn.Module]) -> Type[Stage]:
    """A stage with a block that `attend` makes for a number of channels, which it must keep."""
    return type(f"{stage.__name__}_{name}", (stage,), {"attend": staticmethod(attend), "__module__": __name__})


ATTENTIONS = {
    "EMA": lambda c: EMA(c, 8),
    "SE": lambda c: SEAttention(c, 4),
    "CBAM": CBAM,
    "ECA": EfficientChannelAttention,
    "CA": lambda c: CoordAtt(c, c),
    "SimAM": SimAM,
    "GAM": GAMAttention,
    "BAM": BAM_original,
    "CAA": CAA,
    "Clo": CloAttention,
    "CoT": CoTAttention,
    "CPCA": CPCA,
    "ELA": ELA_paper,
    "GC": ContextBlock,
    "LSK": LSKblock,
    "LSKA": LSKA,
    "MLCA": MLCA,
    "NAM": NAMAttention,
    "S2": S2Attention,
    "Shuffle": ShuffleAttention,
    "SK": SKAttention,
    "Triplet": lambda c: TripletAttention(),
}

for _stage in (C2f, C3, C3k2):
    for _name, _attend in ATTENTIONS.items():
        globals()[f"{_stage.__name__}_{_name}"] = with_attention(_stage, _name, _attend)

"""External attention, https://arxiv.org/abs/2105.02358. MIT licence."""

from torch import Tensor, nn


class ExternalAttention(nn.Module):
    """Every place attends to `S` learned memories that all images share, instead of to the other places."""

    def __init__(self, d_model: int, S: int = 64):
        super().__init__()
        self.mk = nn.Linear(d_model, S, bias=False)
        self.mv = nn.Linear(S, d_model, bias=False)
        self.softmax = nn.Softmax(dim=1)

    def forward(self, x: Tensor) -> Tensor:
        weights = self.softmax(self.mk(x.flatten(2).transpose(1, 2)))
        weights = weights / weights.sum(dim=2, keepdim=True)
        return self.mv(weights).transpose(1, 2).unflatten(2, x.shape[2:])

"""Separable self-attention (MobileViTv2), https://arxiv.org/abs/2206.02680. MIT licence."""

from torch import Tensor, nn


class MobileViTv2Attention(nn.Module):
    """Sums up all places to one vector, weighted by one score a place, and scales the values of every place with it."""

    def __init__(self, d_model: int):
        super().__init__()
        self.fc_i = nn.Linear(d_model, 1)
        self.fc_k = nn.Linear(d_model, d_model)
        self.fc_v = nn.Linear(d_model, d_model)
        self.fc_o = nn.Linear(d_model, d_model)

    def forward(self, x: Tensor) -> Tensor:
        places = x.flatten(2).transpose(1, 2)
        context = (self.fc_i(places).softmax(dim=1) * self.fc_k(places)).sum(dim=1, keepdim=True)
        return self.fc_o(self.fc_v(places) * context).transpose(1, 2).unflatten(2, x.shape[2:])

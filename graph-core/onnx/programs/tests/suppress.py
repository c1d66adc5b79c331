"""Suppresses boxes as PyTorch programs do after a network, in double precision.

Reads {conf, iou, most, jobs: [{shape, data, classes, turned}]} as JSON, predictions as [images, 4 + classes + extra, places] each; answers
with the rows of each image: corners (turned boxes: centre and size), score, class, extra.
"""

import json
import sys

import torch


def corners(boxes):
    half = boxes[:, 2:] / 2
    return torch.cat([boxes[:, :2] - half, boxes[:, :2] + half], 1)


def intersection_over_union(one, many):
    low, high = torch.maximum(one[:2], many[:, :2]), torch.minimum(one[2:], many[:, 2:])
    both = (high - low).clamp(min=0).prod(1)
    area = (many[:, 2:] - many[:, :2]).prod(1)
    return both / ((one[2:] - one[:2]).prod() + area - both)


def upright(boxes, scores, classes, iou):
    """Each box that no chosen one of its class overlaps by more."""
    chosen = []
    for i in scores.argsort(descending=True, stable=True).tolist():
        rivals = [j for j in chosen if classes[j] == classes[i]]
        if not rivals or intersection_over_union(boxes[i], boxes[rivals]).max() <= iou:
            chosen.append(i)
    return chosen


def covariances(boxes, angles):
    turn = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], -1).reshape(-1, 2, 2)
    return turn @ torch.diag_embed(boxes[:, 2:] ** 2 / 12) @ turn.transpose(1, 2)


def turned(boxes, scores, classes, angles, iou):
    """Each box that no better one of its class is as like as that: 1 less the Hellinger distance of two normal distributions."""
    order = scores.argsort(descending=True, stable=True)
    boxes, classes, own = boxes[order], classes[order], covariances(boxes, angles)[order]
    mean = (own[:, None] + own[None]) / 2
    away = (boxes[:, None, :2] - boxes[None, :, :2]).unsqueeze(-1)
    distance = (away.transpose(-1, -2) @ torch.linalg.solve(mean, away)).squeeze(-1).squeeze(-1) / 8
    determinant = torch.linalg.det(own)
    distance = distance + (torch.linalg.det(mean) / (determinant[:, None] * determinant[None]).sqrt()).log() / 2
    likeness = 1 - (1 - (-distance.clamp(min=0)).exp()).clamp(min=0).sqrt()
    covers = (likeness >= iou) & (classes[:, None] == classes[None])
    return order[~covers.triu(1).any(0)].tolist()


def suppress(predictions, job, order):
    rows = predictions.T
    boxes, scores, extra = rows[:, :4], rows[:, 4 : 4 + job["classes"]], rows[:, 4 + job["classes"] :]
    scores, classes = scores.max(1)
    sure = scores > order["conf"]
    boxes, scores, classes, extra = boxes[sure], scores[sure], classes[sure], extra[sure]
    if job["turned"]:
        chosen = turned(boxes, scores, classes, extra[:, -1], order["iou"])
    else:
        boxes = corners(boxes)
        chosen = upright(boxes, scores, classes, order["iou"])
    table = torch.cat([boxes, scores[:, None], classes[:, None].double(), extra], 1)
    return table[chosen[: order["most"]]].tolist()


order = json.load(sys.stdin)
answers = []
for job in order["jobs"]:
    predictions = torch.tensor(job["data"], dtype=torch.float64).reshape(job["shape"])
    answers.append([suppress(image, job, order) for image in predictions])
json.dump(answers, sys.stdout)

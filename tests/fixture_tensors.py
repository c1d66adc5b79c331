"""Reads the tensors of a fixture: a small .safetensors file."""

import json
import struct

import torch


def read_safetensors(path):
    with open(path, 'rb') as file:
        (size,) = struct.unpack('<Q', file.read(8))
        header = json.loads(file.read(size))
        data = file.read()
    tensors = {}
    for name, entry in header.items():
        if name == '__metadata__':
            continue
        start, end = entry['data_offsets']
        dtype = {'F16': torch.float16, 'F32': torch.float32, 'I64': torch.int64}[entry['dtype']]
        raw = bytearray(data[start:end])
        tensors[name] = (torch.frombuffer(raw, dtype=dtype) if raw else torch.empty(0, dtype=dtype)).reshape(entry['shape'])
    return tensors

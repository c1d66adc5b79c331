import { yaml } from '../yaml/template'

/** Model files in the ways people write them, for tests. */
export const samples = {
  ultralytics: yaml`
    # YOLOv8-like, P3-P5 outputs

    # Parameters
    nc: 80 # number of classes
    scales: # model compound scaling constants, i.e. 'model=yolov8n.yaml' will call yolov8.yaml with scale 'n'
      # [depth, width, max_channels]
      n: [0.33, 0.25, 1024] # YOLOv8n summary
      x: [1.00, 1.25, 512]

    # backbone
    backbone:
      # [from, repeats, module, args]
      - [-1, 1, Conv, [64, 3, 2]] # 0-P1/2
      - [-1, 1, Conv, [128, 3, 2]] # 1-P2/4
      - [-1, 3, C2f, [128, True]]
      - [-1, 1, Conv, [256, 3, 2]] # 3-P3/8
      - [-1, 6, C2f, [256, True]]
      - [-1, 1, SPPF, [1024, 5]] # 5

    # head
    head:
      - [-1, 1, nn.Upsample, [None, 2, "nearest"]]
      - [[-1, 4], 1, Concat, [1]] # cat backbone P4
      # refine
      - [-1, 3, C2f, [512]] # 8

      - [-1, 1, Conv, [256, 3, 2]]
      - [[-1, 5], 1, Concat, [1]] # cat head P5
      - [-1, 3, C2f, [512]] # 11 (P4/16-medium)

      - [[8, 11], 1, Detect, [nc]] # Detect(P3, P4, P5)
  `,
  yolov5: yaml`
    # YOLOv5 by Ultralytics
    nc: 80  # number of classes
    depth_multiple: 0.33  # model depth multiple
    anchors:
      - [10,13, 16,30, 33,23]  # P3/8
      - [30,61, 62,45, 59,119]  # P4/16

    # YOLOv5 v6.0 backbone
    backbone:
      # [from, number, module, args]
      [[-1, 1, Conv, [64, 6, 2, 2]],  # 0-P1/2
       [-1, 1, Conv, [128, 3, 2]],  # 1-P2/4
       [-1, 3, C3, [128]],
       # down
       [-1, 1, Conv, [256, 3, 2]],  # 3-P3/8
       [-1, 1, SPPF, [1024, 5]],  # 4
      ]

    # YOLOv5 v6.0 head
    head:
      [[-1, 1, Conv, [512, 1, 1]],
       [-1, 1, nn.Upsample, [None, 2, 'nearest']],
       [[-1, 3], 1, Concat, [1]],  # cat backbone P4
       [-1, 3, C3, [512, False]],  # 8

       [[-1, 5], 1, Concat, [1]],  # cat head P4
       [[8, 9], 1, Detect, [nc, anchors]],  # Detect(P3, P4, P5)
      ]
  `,
  yolov7: yaml`
    nc: 80
    backbone:
      [[-1, 1, Conv, [32, 3, 1]],  # 0

       # elan
       [-1, 1, Conv, [64, 1, 1]],
       [-2, 1, Conv, [64, 1, 1]],
       [[-1, -2], 1, Concat, [1]],
       [-1, 1, Conv, [256, 1, 1]]]  # 4
    head:
      [
        [-1, 1, SPPCSPC, [512]], # 5

        # out
        [[4, -1], 1, Concat, [1]],
        [[6], 1, IDetect, [nc]]  # Detect
      ]
  `,
  grafted: yaml`
    nc: 80
    backbone:
      - [-1, 1, Conv, [64, 3, 2]] # 0
      - [-1, 1, C2f, [64]] # 1

      - [-1, 1, Conv, [128, 3, 2]] # 2
    head:
      - [[1, -1], 1, Concat, [1]] # 3
      - [-1, 1, Detect, [nc]]
    graft:
      v: 1
      target: ultralytics@8.4
      nodes:
        1: { module: C2f, at: [10, 20], title: Stage } # seen
        3: { module: Concat, at: [5, 6] }
      groups: [{ title: neck, rows: [2, 3] }]
  `,
  blockRows: yaml`
    nc: 80
    backbone:
      - - -1
        - 1
        - Conv
        - - 64
          - 3
          - 2
      # deeper
      - - -1
        - 1
        - Conv
        - [128, 3, 2]
    head:
      - - - -1
          - 0
        - 1
        - Concat
        - - 1
      - [2, 1, Detect, [nc]]
  `,
  inline: `{"nc": 80, "backbone": [[-1, 1, "Conv", [64, 3, 2]], [-1, 1, "Conv", [64]], [0, 1, "C2f", [64]]], "head": [[[1, 2], 1, "Concat", [1]], [-1, 1, "Detect", [80]]]}`,
  oneLine: `nc: 1\nbackbone: [[-1,1,Conv,[64,3,2]],[-1,1,Conv,[64,3,2]],[[-1,-2],1,Concat,[1]]] # all\nhead: [[-1,1,Detect,[nc]]]`,
  windows:
    'nc: 80\r\nbackbone:\r\n  - [ -1, 1, Conv, [ 64, 3, 2 ] ] # 0\r\n  # größer\r\n  - [-1, 1, Conv, [64, 3, 2]]\r\nhead:\r\n  - [[0, 1], 1, Concat, [1]]\r\n  - [-1, 1, Detect, [nc]] # 3',
} as const

/**
 * Property tests run the same cases every time, so that a red run is red for everybody; GRAFT_SEED explores others
 * (`GRAFT_SEED=$RANDOM npm test`). A seed that fails becomes a named test.
 */
import { configureGlobal } from 'fast-check'

configureGlobal({ seed: Number(process.env['GRAFT_SEED'] ?? 1) })

// Importing electron downloads its program where it is missing; named a folder, it gives a path instead. No test downloads anything.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/nowhere'

// onnxruntime reports what it runs to its makers unless it is told not to before it is loaded; no test does.
process.env['ORT_DISABLE_TELEMETRY'] = '1'

/** Completion, hover and folding of YAML, away from the window. */
import 'monaco-yaml/yaml.worker.js'

// What tests need of the system besides npm's packages, found in one place: an interpreter that imports torch and onnx, a software Vulkan for
// WebGPU, and a browser. Node built-ins only.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installCommand as browserCommand, installChromium, probeChromium } from './chromium.mjs'

/** Debian's packages that provide everything below. */
export const debianPackages = ['python3-torch', 'python3-onnx', 'chromium', 'libvulkan1']

/** The command that provides them by hand. */
export const installCommand = `apt-get install -y --no-install-recommends ${debianPackages.join(' ')}`

const vulkanDriver = '/usr/lib/chromium/vk_swiftshader_icd.json'
const vulkanLoaders = ['x86_64', 'aarch64'].flatMap((cpu) => ['/usr/lib', '/lib'].map((lib) => `${lib}/${cpu}-linux-gnu/libvulkan.so.1`))

/** True where the person running the tests has said that PyTorch is not to be had: tests that need it are then skipped, and counted as such. */
export const withoutTorch = process.env.GRAFT_WITHOUT_TORCH === '1'

/** @type {string | null | undefined} */
let foundPython

/**
 * The first interpreter that imports both torch and onnx, or null. `python3` may well be one without them while Debian's has them.
 * $GRAFT_PYTHON names another to try first.
 * @returns {string | null}
 */
export function probePython() {
  if (foundPython === undefined) {
    const candidates = [process.env.GRAFT_PYTHON, 'python3', '/usr/bin/python3', 'python'].filter((name) => name !== undefined)
    foundPython = candidates.find((name) => spawnSync(name, ['-c', 'import torch, onnx'], { stdio: 'ignore' }).status === 0) ?? null
  }
  return foundPython
}

/**
 * An interpreter that imports torch and onnx; throws, naming the cure, where there is none.
 * @returns {string}
 */
export function findPython() {
  const python = probePython()
  if (python) return python
  throw new Error(
    `No Python with torch and onnx. On Debian: ${installCommand} (or set GRAFT_PYTHON, or GRAFT_WITHOUT_TORCH=1 to do without)`,
  )
}

/** True where onnxruntime's WebGPU can run without a GPU. */
export function hasSoftwareVulkan() {
  return existsSync(vulkanDriver) && vulkanLoaders.some((path) => existsSync(path))
}

/**
 * Environment variables under which onnxruntime's WebGPU runs on a software GPU, the same on every machine; throws where it is not installed.
 * They must be set before the process first creates a WebGPU session.
 * @returns {{ VK_ICD_FILENAMES: string, XDG_RUNTIME_DIR: string }}
 */
export function webgpuEnvironment() {
  if (!hasSoftwareVulkan()) throw new Error(`No software Vulkan for WebGPU. On Debian: ${installCommand}`)
  const runtime = process.env.XDG_RUNTIME_DIR ?? join(tmpdir(), 'graft-xdg-runtime')
  mkdirSync(runtime, { recursive: true, mode: 0o700 })
  return { VK_ICD_FILENAMES: vulkanDriver, XDG_RUNTIME_DIR: runtime }
}

/** What is missing, in words; empty where every test can run. */
export function missingFromSystem() {
  return [
    ...(withoutTorch || probePython() ? [] : ['a Python with torch and onnx']),
    ...(hasSoftwareVulkan() ? [] : ['software Vulkan (chromium, libvulkan1)']),
    ...(probeChromium() === null ? ['a Chromium, Chrome or Edge'] : []),
  ]
}

/** Installs what is missing where that can be done without asking: as root on Debian, a browser everywhere. Else says what to run. */
export function provideSystem() {
  const missing = missingFromSystem()
  if (missing.length === 0) return
  console.log(`Missing: ${missing.join(', ')}.`)
  if (existsSync('/etc/debian_version') && process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const options = { env, stdio: /** @type {['ignore', 'ignore', 'inherit']} */ (['ignore', 'ignore', 'inherit']), timeout: 900_000 }
    console.log(`Running ${installCommand}`)
    spawnSync('apt-get', ['update', '-q'], options)
    spawnSync('apt-get', installCommand.split(' ').slice(1), options)
    foundPython = undefined
  }
  if (probeChromium() === null) installChromium()
  const still = missingFromSystem()
  if (still.length > 0)
    console.log(
      `Still missing: ${still.join(', ')}. Tests that need it will fail. On Debian: ${installCommand}; elsewhere, for the browser: ${browserCommand}`,
    )
}

import type { WriteStream } from 'node:tty'

/** Shows how far a file has been read, on a terminal and nowhere else. */
export interface AnalysisProgress {
  show(lines: number, requests: number): void
  clear(): void
}

const INTERVAL_MS = 500

export function createProgress(terminal: WriteStream): AnalysisProgress {
  let shownAt = performance.now()
  let isShown = false
  return {
    show(lines, requests) {
      const now = performance.now()
      if (!terminal.isTTY || now - shownAt < INTERVAL_MS) return
      shownAt = now
      isShown = true
      terminal.write(`\r${lines.toLocaleString('en')} lines, ${requests.toLocaleString('en')} requests `)
    },
    clear() {
      if (isShown) terminal.write('\r\u001b[K')
    },
  }
}

import { nameColumn, numberColumn, type ReportDocument, textColumn } from '../report/document/document.ts'
import { code, countOf, formatCount, formatMs, machineText } from '../report/document/text.ts'
import { readsMore } from './index-needs.ts'
import type { AuditedIndex, IndexNeed, IndexResult } from './index-result.ts'

/** The report of an index audit. */
export function indexDocument({
  doctors,
  indexes,
  sets,
  postgresql,
  machine,
  startedAt,
}: IndexResult): ReportDocument {
  const operations = Object.keys(sets[0]?.buffers ?? {})
  return {
    title: 'What each index is worth',
    subtitle: `${formatCount(doctors)} doctors; PostgreSQL ${postgresql}, ${machineText(machine)}; ${startedAt.slice(0, 10)}`,
    source: `${startedAt.slice(0, 10)}, ${machineText(machine)}, PostgreSQL ${postgresql}`,
    warnings: [],
    sections: [
      {
        id: 'indexes',
        title: 'Indexes',
        blocks: [
          {
            kind: 'table',
            table: {
              caption: `Each index dropped in turn, and ${countOf(operations.length, 'operation')} replayed`,
              columns: [
                nameColumn('Index'),
                numberColumn('MB'),
                numberColumn('WAL for 1,000 rows, kB'),
                numberColumn('Time for 1,000 rows, ms'),
                numberColumn('Blocks saved'),
                numberColumn('Operations that need it'),
                textColumn('The most'),
                nameColumn('Verdict'),
              ],
              rows: indexes.map((index) => [
                code(index.name),
                megabytes(index.bytes),
                formatCount(Math.round(index.walBytes / 1024)),
                formatMs(index.writeMs),
                index.buffersSaved === null ? '–' : formatCount(index.buffersSaved),
                formatCount(index.needs.length),
                mostNeeded(index),
                index.needed ? 'needed' : 'not needed',
              ]),
            },
          },
        ],
      },
      {
        id: 'sets',
        title: 'Sets of indexes',
        blocks: [
          {
            kind: 'table',
            table: {
              caption: 'Blocks of 8 kB that each operation reads',
              columns: [
                nameColumn('Operation'),
                ...sets.map(({ name, bytes }) => numberColumn(`${name}, ${megabytes(bytes)} MB`)),
              ],
              rows: operations.map((operation) => [
                operation,
                ...sets.map(({ buffers }) => blocks(buffers[operation])),
              ]),
            },
          },
        ],
      },
    ],
  }
}

function mostNeeded({ needs: [most] }: AuditedIndex): string {
  return most === undefined ? '–' : `${most.operation}: ${change(most)}`
}

function change(need: IndexNeed): string {
  const { buffers, buffersWithout, ms, msWithout } = need
  if (buffersWithout === null || msWithout === null) return 'too slow to measure without'
  return readsMore(need)
    ? `${formatCount(buffers)} blocks, ${formatCount(buffersWithout)} without`
    : `${formatMs(ms)} ms, ${formatMs(msWithout)} without`
}

function blocks(count: number | null | undefined): string {
  return count == null ? 'too slow' : formatCount(count)
}

function megabytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(1)
}

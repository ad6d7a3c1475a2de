import { count, type FileReport } from './file-report.ts'

/** What a reader of the findings has to know about the trace. */
export function notesOn(report: FileReport): string[] {
  const { operations, statementsOutside, statementsUnparsed, statementsWithoutParameters, findingsBelow } =
    report
  return [
    ...report.notes.map((note) => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`),
    ...(operations.length === 0 ? ['The trace has no operations.'] : []),
    ...(statementsOutside > 0 ? [`${count(statementsOutside, 'statement')} outside any operation.`] : []),
    ...(statementsUnparsed > 0
      ? [`${count(statementsUnparsed, 'statement')} could not be parsed; read by their words alone.`]
      : []),
    ...(statementsWithoutParameters > 0
      ? [
          `${count(statementsWithoutParameters, 'statement')} without parameters or their hash: their values cannot be compared.`,
        ]
      : []),
    ...(findingsBelow > 0
      ? [`${count(findingsBelow, 'finding')} less sure than --min; --min suspected lists all.`]
      : []),
    ...(report.problemCount > 0
      ? [`${count(report.problemCount, 'problem')} with lines that could not be read.`]
      : []),
  ]
}

import { type FileReport, headline, printable, worstFirst } from './file-report.ts'

/**
 * A line for each finding in the form that GitHub Actions turns into annotations of a run.
 *
 * @see https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function githubAnnotations(report: FileReport): string {
  return worstFirst(report)
    .map((found) => {
      const { kind, degree, fix, pattern } = found.finding
      const level = degree === 'suspected' ? 'notice' : 'warning'
      const message = `${headline(found)}\n${pattern}\nfix: ${fix}`
      const lines = message.split('\n').map(printable).join('\n')
      return `::${level} title=${property(`${kind} (${degree}) in ${found.operation.name}`)}::${data(lines)}`
    })
    .join('\n')
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(printable(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

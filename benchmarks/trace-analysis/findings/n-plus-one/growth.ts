/** How many statements a request with so many parents sent. */
export interface GrowthPoint {
  parents: number
  statements: number
}

/** statements = base + perParent · parents. */
export interface Growth {
  base: number
  perParent: number
  /** Of the variance of the statements, the share that the line explains: 1 for a perfect line, 0 for a level one. */
  explained: number
}

/** The least-squares line through the points; null if all have the same number of parents. */
export function fitGrowth(points: GrowthPoint[]): Growth | null {
  const meanParents = mean(points.map(({ parents }) => parents))
  const meanStatements = mean(points.map(({ statements }) => statements))
  const sumOf = (product: (parents: number, statements: number) => number) =>
    points.reduce(
      (sum, { parents, statements }) => sum + product(parents - meanParents, statements - meanStatements),
      0,
    )
  const parentVariance = sumOf((parents) => parents * parents)
  const statementVariance = sumOf((_, statements) => statements * statements)
  const covariance = sumOf((parents, statements) => parents * statements)
  if (points.length === 0 || parentVariance === 0) return null
  const perParent = covariance / parentVariance
  return {
    base: rounded(meanStatements - perParent * meanParents),
    perParent: rounded(perParent),
    explained: statementVariance === 0 ? 0 : rounded(covariance ** 2 / (parentVariance * statementVariance)),
  }
}

/**
 * Whether batches of one size could be all there is to the points: ceil(parents / size) statements each, for a
 * size of at least two. A parent statement may have read one row ahead, which is then no parent.
 */
export function fitsBatches(points: GrowthPoint[]): boolean {
  const maxParents = points.reduce((max, { parents }) => Math.max(max, parents), 0)
  for (let size = 2; size <= Math.max(2, maxParents); size++) {
    const fits = ({ parents, statements }: GrowthPoint) =>
      statements === Math.ceil(parents / size) || statements === Math.ceil((parents - 1) / size)
    if (points.every(fits)) return true
  }
  return false
}

/** Whether more parents always came with more statements, over at least three numbers of parents. */
export function growsSteadily(points: GrowthPoint[]): boolean {
  const sorted = points.toSorted((a, b) => a.parents - b.parents)
  const steps = sorted.slice(1).map(({ statements }, index) => statements - (sorted[index]?.statements ?? 0))
  return steps.length >= 2 && steps.every((step) => step > 0)
}

/** One point for each number of parents, with its maximum number of statements, ordered by parents. */
export function mergePoints(points: GrowthPoint[]): GrowthPoint[] {
  return [...Map.groupBy(points, ({ parents }) => parents)]
    .map(([parents, same]) => ({
      parents,
      statements: same.reduce((max, { statements }) => Math.max(max, statements), 0),
    }))
    .toSorted((a, b) => a.parents - b.parents)
}

/**
 * The same points; where there was one statement for each row, or for each but one, a row that was read ahead
 * counts for no parent. Not where numbers of parents that differ would then be one.
 */
export function withoutRowAhead(points: GrowthPoint[]): GrowthPoint[] {
  const counted = mergePoints(points.map(({ statements }) => ({ parents: statements, statements })))
  const isCounted = points.every(
    ({ parents, statements }) => statements === parents || statements === parents - 1,
  )
  return isCounted && counted.length === points.length ? counted : points
}

/** Whether there was one statement for each parent. */
export function isOneEach(points: GrowthPoint[]): boolean {
  return withoutRowAhead(points).every(({ parents, statements }) => parents === statements)
}

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The sums are of whole numbers: what lies beyond the ninth digit is the machine's. */
function rounded(value: number): number {
  return Number(value.toFixed(9)) + 0
}

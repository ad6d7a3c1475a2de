import type { LoadValidity } from '../../result.ts'
import { MIN_ROUNDS } from '../../statistics/judge.ts'
import { percentile } from '../../statistics/percentile.ts'
import type { VisitLoad } from './visit-load.ts'

/** The visits that figures are made of: not spoiled, and not replaced by those of a repeated round. */
export function validVisits(visits: readonly VisitLoad[]): VisitLoad[] {
  return visits.filter(({ load, isReplaced }) => load.valid && !isReplaced)
}

/** How far the load of one scenario can be relied on, at each number of users. */
export function loadValidity(visits: readonly VisitLoad[]): LoadValidity[] {
  const byUsers = [...Map.groupBy(visits, ({ visit }) => visit.users)].toSorted(([a], [b]) => a - b)
  return byUsers.map(([users, same]) => validityAt(users, same))
}

function validityAt(users: number, visits: readonly VisitLoad[]): LoadValidity {
  const kept = visits.filter(({ isReplaced }) => !isReplaced)
  const lagsMs = Float64Array.from(kept.map(({ load }) => load.lagP99Ms)).sort()
  const validRounds = kept.filter(({ load }) => load.valid).length
  return {
    users,
    rounds: kept.length,
    validRounds,
    lagP99Ms: { median: percentile(lagsMs, 0.5), worst: lagsMs.at(-1) ?? 0 },
    spoiled: visits.flatMap(({ visit: { round }, load, isReplaced }) =>
      load.valid
        ? []
        : [{ round: round + 1, reason: load.reason, lagP99Ms: load.lagP99Ms, isRepeated: isReplaced }],
    ),
    isValid: validRounds >= Math.min(kept.length, MIN_ROUNDS),
  }
}

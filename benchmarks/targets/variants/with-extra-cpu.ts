import type { CreateDirectory } from '../../../src/directory/doctor-directory.ts'

/** The same answers at a known extra cost: each request computes for this long, without any use. */
export function withExtraCpu(createDirectory: CreateDirectory, extraCpuUs: number): CreateDirectory {
  return (database) => {
    const endMs = performance.now() + extraCpuUs / 1000
    while (performance.now() < endMs);
    return createDirectory(database)
  }
}

/**
 * Runs in a browser: the texts of a page that cannot be read in full, a line each. Texts of a drawing have to be within
 * it and apart from each other, those of a cell within the cell, and all others within the page or within a part of it
 * that scrolls.
 */
export function cutTexts() {
  const TOLERANCE = 0.75
  /** @type {string[]} */
  const problems = []
  const isVisible = (element) => element.checkVisibility() && element.getClientRects().length > 0
  const name = (text) => JSON.stringify((text ?? '').trim().slice(0, 60))

  const pageWidth = document.documentElement.clientWidth
  if (document.documentElement.scrollWidth > pageWidth)
    problems.push(`the page scrolls sideways at ${pageWidth} px`)

  for (const svg of document.querySelectorAll('svg')) {
    if (!isVisible(svg)) continue
    const frame = svg.getBoundingClientRect()
    const placed = [...svg.querySelectorAll('text')].map((text) => ({
      text: text.textContent,
      box: text.getBoundingClientRect(),
    }))
    for (const [index, { text, box }] of placed.entries()) {
      const inside =
        box.left >= frame.left - TOLERANCE &&
        box.right <= frame.right + TOLERANCE &&
        box.top >= frame.top - TOLERANCE &&
        box.bottom <= frame.bottom + TOLERANCE
      if (!inside) problems.push(`${name(text)} leaves its drawing`)
      for (const other of placed.slice(index + 1)) {
        // The boxes of lines are higher than their letters.
        const overlapX = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
        const overlapY = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
        if (overlapX > TOLERANCE && overlapY > 0.3 * Math.min(box.height, other.box.height))
          problems.push(`${name(text)} overlaps ${name(other.text)}`)
      }
    }
  }

  const scrolls = (element) => ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const parent = node.parentElement
    if (
      !parent ||
      !node.textContent?.trim() ||
      parent.closest('svg, script, style, .skip') ||
      !isVisible(parent)
    )
      continue
    const range = document.createRange()
    range.selectNodeContents(node)
    const box = range.getBoundingClientRect()
    const cell = parent.closest('th, td')?.getBoundingClientRect()
    if (cell && (box.right > cell.right + TOLERANCE || box.left < cell.left - TOLERANCE))
      problems.push(`${name(node.textContent)} leaves its cell`)
    let around = parent
    while (around !== null && !scrolls(around)) {
      const { overflowX } = getComputedStyle(around)
      const frame = around.getBoundingClientRect()
      if (
        overflowX !== 'visible' &&
        (box.right > frame.right + TOLERANCE || box.left < frame.left - TOLERANCE)
      )
        problems.push(`${name(node.textContent)} is cut by <${around.localName}>`)
      around = around.parentElement
    }
    if (around === null && (box.right > pageWidth + TOLERANCE || box.left < -TOLERANCE))
      problems.push(`${name(node.textContent)} leaves the page`)
  }
  return [...new Set(problems)]
}

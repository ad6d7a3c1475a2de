// What the page of a report does. Everything can be read without it.

sortTables()
showTitles()
followReader()

/** Each head of a column becomes a button: ascending, descending, and the original order again. */
function sortTables() {
  for (const table of document.querySelectorAll('table')) {
    const body = table.tBodies[0]
    const original = [...body.rows]
    if (original.length < 2) continue
    const heads = [...table.tHead.rows[0].cells]
    for (const [column, head] of heads.entries()) {
      const button = document.createElement('button')
      button.type = 'button'
      button.append(...head.childNodes)
      head.append(button)
      button.addEventListener('click', () => {
        const order = { none: 'ascending', ascending: 'descending', descending: 'none' }[
          head.getAttribute('aria-sort') ?? 'none'
        ]
        for (const other of heads) other.removeAttribute('aria-sort')
        if (order !== 'none') head.setAttribute('aria-sort', order)
        body.append(...sortedRows(original, column, order))
      })
    }
  }
}

function sortedRows(rows, column, order) {
  if (order === 'none') return rows
  const sign = order === 'ascending' ? 1 : -1
  const textOf = (row) => row.cells[column].textContent.trim()
  return rows.toSorted((a, b) => {
    const [x, y] = [textOf(a), textOf(b)]
    const [numberX, numberY] = [numberIn(x), numberIn(y)]
    if (numberX === undefined && numberY === undefined) return sign * x.localeCompare(y)
    // Cells without a number are last in either order.
    if (numberX === undefined || numberY === undefined) return numberX === undefined ? 1 : -1
    return sign * (numberX - numberY)
  })
}

/** The number that a cell begins with, such as 1234 of "1,234" and -17 of "−17 % (−22 to −12 %)". */
function numberIn(text) {
  const [digits] = text.match(/^[+−-]?\d[\d,]*(\.\d+)?/) ?? []
  return digits === undefined ? undefined : Number(digits.replaceAll(',', '').replace('−', '-'))
}

/** The words of a mark are shown at once, beside the pointer, instead of after a while. */
function showTitles() {
  const tip = document.createElement('div')
  tip.className = 'tip'
  tip.hidden = true
  document.body.append(tip)
  for (const title of document.querySelectorAll('figure svg g > title')) {
    title.parentElement.dataset.tip = title.textContent
    title.remove()
  }
  const hide = () => {
    tip.hidden = true
  }
  document.addEventListener('pointermove', (event) => {
    const mark = event.target instanceof Element ? event.target.closest('[data-tip]') : null
    if (mark === null) return hide()
    tip.textContent = mark.dataset.tip
    tip.hidden = false
    const left = Math.min(event.clientX + 12, document.documentElement.clientWidth - tip.offsetWidth - 8)
    const below = event.clientY + 18
    const top = below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 10 : below
    tip.style.transform = `translate(${Math.max(8, left)}px, ${top}px)`
  })
  document.addEventListener('scroll', hide, { passive: true })
  document.addEventListener('keydown', hide)
}

/** The entry of the section that is being read is marked, and kept in view. */
function followReader() {
  const entries = [...document.querySelectorAll('nav a')].map((link) => ({
    link,
    section: document.querySelector(link.hash)?.closest('[data-section]'),
  }))
  let current
  const follow = () => {
    const line = Math.min(innerHeight / 3, 240)
    const atEnd = scrollY + innerHeight >= document.documentElement.scrollHeight - 2
    const read = atEnd
      ? entries.at(-1)
      : entries.findLast(({ section }) => section?.getBoundingClientRect().top <= line)
    const next = (read ?? entries[0])?.link
    if (next === current) return
    current?.removeAttribute('aria-current')
    next?.setAttribute('aria-current', 'true')
    current = next
    const list = next?.closest('ol')
    if (list) list.scrollTo({ left: next.offsetLeft - 16, top: next.offsetTop - list.clientHeight / 2 })
  }
  document.addEventListener('scroll', follow, { passive: true })
  addEventListener('resize', follow)
  document.addEventListener('toggle', follow, true)
  follow()
}

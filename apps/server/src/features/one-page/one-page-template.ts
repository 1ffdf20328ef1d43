/** The A4 page in Typst. Data is printed as text and never read as markup; every list has its lines, so that it stays one page. */
export const ONE_PAGE = String.raw`
#let d = json(bytes(sys.inputs.data))
#let ink = rgb("#1d1a16")
#let soft = rgb("#635d53")
#let line-colour = rgb("#d9d2c4")
#let accent = rgb(d.accent)
#let tones = (rise: rgb("#b8242a"), fall: rgb("#1c7048"), flat: ink)

#set document(title: d.name + " " + d.date, date: auto)
#set page(paper: "a4", margin: (x: 40pt, top: 30pt, bottom: 26pt))
#set text(font: "Noto Sans SC", fallback: false, size: 8pt, fill: ink, lang: d.lang, cjk-latin-spacing: none)
#set par(leading: 0.5em, spacing: 0.5em)

// A name that has no room ends in an ellipsis; its code stands beside it whole.
#let fit(name) = layout(size => {
  if measure(name).width <= size.width { name } else {
    let parts = name.clusters()
    let count = parts.len()
    while count > 1 and measure(parts.slice(0, count).join() + "…").width > size.width { count -= 1 }
    parts.slice(0, count).join() + "…"
  }
})
// Long account names are set smaller and at most on two lines.
#let heading-of(name) = {
  let size = if name.clusters().len() > 26 { 11pt } else { 15pt }
  block(height: 27pt, width: 100%, clip: true, align(left + horizon, text(size: size, weight: "bold", name)))
}
#let section(title, note: none) = block(above: 8pt, below: 5pt, width: 100%, {
  text(size: 9pt, weight: "bold", title)
  if note != none { h(6pt); text(fill: soft, size: 7pt, note) }
})
#let tone(figure) = text(fill: tones.at(figure.tone), figure.text)
#let head(..cells) = cells.pos().map(cell => text(fill: soft, size: 7pt, cell))
#let rows(columns, aligned, header, body) = table(
  columns: columns, align: aligned, inset: (x: 3pt, y: 2.4pt), stroke: (x, y) => (bottom: 0.3pt + line-colour),
  ..head(..header), ..body.flatten(),
)

// Head
#grid(columns: (1fr, auto), align: (left, right),
  text(fill: soft, d.house), text(fill: soft, d.page + "　" + d.date))
#v(1pt)
#heading-of(d.name)
#text(fill: soft, d.about)
#v(3pt)
#line(length: 100%, stroke: 0.8pt + accent)

// Key figures
#grid(columns: (1.25fr, 0.8fr, 0.8fr, 1.1fr, 1.25fr, 1fr), column-gutter: 6pt,
  ..d.key.map(one => {
    let size = if one.text.clusters().len() > 15 { 9pt } else { 11pt }
    text(fill: soft, size: 7pt, one.label)
    v(1pt)
    box(height: 14pt, align(horizon, text(size: size, weight: "bold", fill: tones.at(one.tone), one.text)))
  }))
#line(length: 100%, stroke: 0.3pt + line-colour)
#v(3pt)

// Curve, and the periods beside it
#grid(columns: (316pt, 1fr), column-gutter: 14pt,
  {
    section(d.words.curve, note: d.words.curveNote)
    let stroke-of(colour, width) = box(baseline: -2pt, line(length: 12pt, stroke: width + rgb(colour)))
    if d.curve.isEmpty { block(height: 168pt, d.words.noCurve) } else {
      block(above: 5pt, below: 3pt, width: 100%, {
        set text(size: 7.5pt)
        stroke-of(d.curve.colours.portfolio, 1.3pt); " " + d.words.account
        if d.curve.benchmark != none {
          h(8pt); stroke-of(d.curve.colours.benchmark, 0.7pt); " "
          context box(width: calc.min(110pt, measure(d.curve.benchmark).width), fit(d.curve.benchmark)); h(6pt); d.words.excess + " "; tone(d.curve.excess)
        }
        if d.curve.marks != none {
          h(8pt)
          box(baseline: 1pt, circle(radius: 2pt, stroke: 0.7pt + accent)); " " + d.curve.marks
        }
      })
      image(bytes(d.curve.svg), format: "svg", width: 316pt)
    }
  },
  {
    section(d.words.near)
    rows((1fr, auto, auto, auto), (left, right, right, right), d.words.nearHead,
      d.near.map(one => (one.name, tone(one.return), tone(one.benchmark), tone(one.excess))))
    section(d.words.risk, note: d.words.sinceInception)
    rows((1fr, auto), (left, right), d.words.riskHead, d.statistics.map(one => (one.name, one.value)))
  })

// Allocation and contribution
#grid(columns: (1fr, 0.82fr), column-gutter: 14pt,
  {
    section(d.words.allocation)
    rows((auto, 1fr, auto, auto, auto), (left, left, right, right, right),
      d.words.allocationHead,
      d.classes.map(one => (
        one.name,
        align(horizon, box(width: 100%, height: 5pt, align(left, rect(width: one.share * 100%, height: 5pt, fill: rgb(one.colour))))),
        one.ratio, one.marketValue, tone(one.profit)))
        + ((d.words.total, "", "", d.total.marketValue, tone(d.total.profit)),))
  },
  {
    section(d.words.funds, note: d.words.fundsNote)
    if d.funds.len() == 0 { text(fill: soft, "—") } else {
      rows((auto, 1fr, auto), (left, left, right), d.words.fundsHead,
        d.funds.map(one => (one.code, fit(one.name), tone(one.profit))))
    }
  })

// Holdings
#section(d.words.holdings)
#if d.holdingsNote != none { text(fill: soft, d.holdingsNote) } else {
  rows((44pt, 1fr, auto, auto, auto, auto, auto), (left, left, left, right, right, right, right),
    d.words.holdingsHead,
    d.holdings.map(one => (one.code, fit(one.name), one.class, one.unitNav, one.marketValue, one.ratio, tone(one.profit)))
      + if d.holdingsRest == none { () } else {
        (("", d.holdingsRest.name, "", "", d.holdingsRest.marketValue, d.holdingsRest.ratio, ""),)
      })
}

// Operations
#section(d.words.operations, note: d.operationsNote)
#if d.operations.len() == 0 { text(fill: soft, d.words.noOperations) } else {
  rows((50pt, 44pt, 1fr, auto, auto, auto, auto), (left, left, left, left, right, right, right),
    d.words.operationsHead,
    d.operations.map(one => (one.date, one.code, fit(one.name), one.operation, one.amount, one.shares, one.price)))
}

// Outlook
#if d.outlook != none {
  section(d.words.outlook, note: d.outlook.date)
  for each in d.outlook.lines { par(each) }
}

#v(1fr)
#block(breakable: false, {
  line(length: 100%, stroke: 0.3pt + line-colour)
  v(2pt)
  set text(size: 6pt, fill: soft)
  set par(leading: 0.4em, spacing: 0.4em)
  for each in d.notes { par(each) }
  if d.footnote != none { par(d.footnote) }
})
`

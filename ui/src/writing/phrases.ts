// Where a Chinese line may be broken: between words, as the browser's dictionary tells them, and never
// before a mark that closes or after one that opens.
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });
/** Words of the official headings that not every dictionary has. */
const OWN = /(政府信息|行政复议|行政诉讼|主动公开|总体情况|主要问题)/;

/** The pieces of a text between which a line may be broken. */
export function phrases(text: string): string[] {
  const pieces: string[] = [];
  const segments = text
    .split(OWN)
    .flatMap((part) => (OWN.test(part) ? [part] : [...segmenter.segment(part)].map(({ segment }) => segment)));
  for (const segment of segments) {
    const held = pieces.at(-1);
    if (
      held !== undefined &&
      (/^[\p{Pe}\p{Pf}\p{Po}]/u.test(segment) || /[\p{Ps}\p{Pi}]$/u.test(held) || segment === "的")
    ) {
      pieces[pieces.length - 1] = held + segment;
    } else pieces.push(segment);
  }
  return pieces;
}

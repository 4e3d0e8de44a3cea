/** Things that no emoji shows, whatever its keywords say: left out, and said to be, unless we draw them ourselves. */
export const undrawnWords: ReadonlySet<string> = new Set(
  `smoke steam chimney wall roof floor gate fruit fruits hall dome bar cooking trail path corner edge step steps
  nose mouth ear ears leg legs arm arms hand hands tail finger hair beard face circle square triangle rectangle stack heap log logs
  ash ashes pad bowl window windows garden sign symbol icing frosting syrup sauce shadow shadows stone brick
  marble metal surface field wing wings horn horns eye eyes foot feet lip lips shoulder shoulders skin chest paw paws`.split(
    /\s+/,
  ),
)

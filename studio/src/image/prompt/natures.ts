/** Of what a word is true by nature, as we draw it: there it was not left out. */
const natures: Readonly<Record<string, RegExp>> = {
  striped:
    /^(?:umbrella-on-ground|zebra|tiger|tiger-face|chipmunk|tropical-fish|honeybee|circus-tent|hot-air-balloon|raccoon|skunk|badger)$/,
  stripy: /^(?:umbrella-on-ground|zebra|tiger|chipmunk|tropical-fish|honeybee)$/,
  spotted: /^(?:leopard|lady-beetle|giraffe|mushroom|deer|cow)$/,
  fluffy: /^(?:ewe|rabbit|front-facing-baby-chick|poodle|llama|alpaca)$/,
  furry: /^(?:bear|cat|dog|fox|wolf|rabbit|otter|beaver|raccoon|gorilla|monkey)$/,
  feathered: /^(?:bird|owl|eagle|parrot|rooster|duck|swan|dove|peacock)$/,
  pointed: /^(?:wizard-hat|party-hat)$/,
  pointy: /^(?:wizard-hat|party-hat)$/,
  spiky: /^(?:cactus|hedgehog)$/,
  lit: /^(?:candle|lantern|street-lamp|campfire|torch|fireplace|jack-o-lantern)$/,
  burning: /^(?:candle|campfire|torch|fire|fireplace)$/,
  round: /^(?:circle|plate|ball|soccer-ball|balloon)$/,
}

export function isByNature(word: string, drawings: readonly string[]): boolean {
  const nature = Object.hasOwn(natures, word) ? natures[word] : undefined
  return nature !== undefined && drawings.some((drawing) => nature.test(drawing))
}

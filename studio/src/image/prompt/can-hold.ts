import { emojiSet } from '../subjects/emoji.ts'
import { traitsOf } from '../subjects/traits.ts'
import { isVessel } from '../subjects/vessels.ts'
import { isGarment } from '../subjects/worn.ts'
import { wordList } from './word-list.ts'

/** Upright, with hands. */
export function isPerson(drawing: string): boolean {
  return !bodyParts.test(drawing) && (emojiSet().categories.get(drawing) === 'People & Body' || handed.has(drawing))
}

export function isBeing(drawing: string): boolean {
  if (isPerson(drawing) || ownBeings.has(drawing)) return true
  return emojiSet().categories.get(drawing) === 'Animals & Nature' && !growing.has(drawing)
}

/** No person, nor what is dressed as one. */
export function isAnimal(drawing: string): boolean {
  return isBeing(drawing) && !isPerson(drawing) && !/^(?:knight|scarecrow|alien-monster)$/.test(drawing)
}

export function canWear(drawing: string): boolean {
  return isGarment(drawing) || wearable.has(drawing)
}

/** Small enough for a hand. */
export function isHandy(drawing: string): boolean {
  if (growing.has(drawing)) return bunches.has(drawing)
  if (handy.has(drawing)) return true
  if (unhandy.has(drawing)) return false
  const category = emojiSet().categories.get(drawing)
  return category !== undefined && portable.has(category) && traitsOf(drawing).size < 0.9
}

export function isFood(drawing: string): boolean {
  return emojiSet().categories.get(drawing) === 'Food & Drink' && !dishes.has(drawing)
}

/** Something may stand in it, behind its rim or among its leaves. */
export function canContain(drawing: string): boolean {
  return isVessel(drawing) || vessels.has(drawing)
}

export function isTree(drawing: string): boolean {
  return trees.has(drawing)
}

/** "With" sets things on it: a table with a candle, a cake with cherries. */
export function isSurface(drawing: string): boolean {
  return surfaces.has(drawing)
}

/** "In" it is on it. */
export function isSeat(drawing: string): boolean {
  return seats.has(drawing)
}

export function isVehicle(drawing: string): boolean {
  return vehicles.has(drawing)
}

export function isBoat(drawing: string): boolean {
  return isVehicle(drawing) && traitsOf(drawing).habitat === 'water'
}

/** "Over" it is on it, not above. */
export function isCrossed(drawing: string): boolean {
  return drawing === 'bridge' || drawing === 'stone-bridge'
}

const set = (text: string): ReadonlySet<string> => new Set(wordList(text))

const bodyParts =
  /^(?:anatomical-heart|biting-lip|bone|brain|ear|ear-|eye|eyes|foot|footprints|leg|lungs|mouth|nose|tongue|tooth|mechanical-|flexed|nail-|thumbs|index-|.*(?:fist|hand|hands|finger|salute|gesture|horns)$)/
const handed = set('clown-face, robot, alien, ghost, skull, goblin, ogre, teddy-bear, snowman, snowman-without-snow')
const ownBeings = set('knight, scarecrow, seagull, cat, alien-monster, owl, horse, pigeon')

const growing =
  set(`bouquet, cactus, blossom, cherry-blossom, coral, deciduous-tree, evergreen-tree, fallen-leaf, four-leaf-clover,
  herb, hibiscus, hyacinth, leaf-fluttering-in-wind, lotus, maple-leaf, palm-tree, potted-plant, rose, rosette, seedling, shamrock,
  sheaf-of-rice, spider-web, spiral-shell, sunflower, tulip, white-flower, wilted-flower, empty-nest, nest-with-eggs, feather,
  paw-prints, microbe, wing, mushroom`)
const bunches =
  set(`bouquet, blossom, cherry-blossom, fallen-leaf, four-leaf-clover, feather, herb, hibiscus, hyacinth, lotus,
  maple-leaf, potted-plant, rose, seedling, shamrock, sheaf-of-rice, sunflower, tulip, wilted-flower, spiral-shell`)

/** Beside what is known how to wear. */
const wearable =
  set(`scarf, necktie, sari, womans-clothes, safety-vest, running-shirt, socks, womans-boot, high-heeled-shoe,
  mans-shoe, flat-shoe, watch, 1st-place-medal, sports-medal, military-medal, diving-mask, performing-arts,
  martial-arts-uniform, hat, cloak, helmet, witch-hat, monocle`)

const portable: ReadonlySet<string> = new Set(['Objects', 'Activities', 'Food & Drink'])
const handy =
  set(`umbrella, closed-umbrella, umbrella-with-rain-drops, lantern, sword, axe, shield, kite, balloon, candle, red-heart,
  star, umbrella-on-ground, flag, basket, fire, red-paper-lantern, jack-o-lantern, teddy-bear, bomb, fishing rod, watering can, picnic basket`)
const unhandy =
  set(`bathtub, bed, chair, armchair, couch-and-lamp, desktop-computer, door, elevator, file-cabinet, headstone, ladder, moai,
  postbox, shower, television, toilet, window, coffin, satellite-antenna, table, christmas-tree, goal-net, slot-machine, sled,
  pine-decoration, tanabata-tree, birthday-cake, framed-picture, treasure-chest, piano, drum, long-drum`)

const onTables = set('table lamp, vase, bowl, plate, box, candle, teddy-bear, crystal-ball, wrapped-gift')
const outdoors = set('broom, shopping-cart, bucket, pick, placard, carpentry-saw, wastebasket, megaphone')
const trees = set(
  'deciduous-tree, evergreen-tree, palm-tree, christmas-tree, cherry-blossom, tanabata-tree, blossom tree',
)
const vehicles =
  set(`sailing-boat, rowing-boat, pirate-ship, ship, passenger-ship, ferry, motor-boat, speedboat, canoe, sailboat,
  submarine, automobile, taxi, bus, minibus, police-car, pickup-truck, sport-utility-vehicle, racing-car, tractor, delivery-truck,
  fire-engine, ambulance, locomotive, tram-car, rocket, flying-saucer, airplane, small-airplane, helicopter, hot-air-balloon, sled,
  shopping-cart`)
const dishes =
  set(`amphora, jar, honey-pot, teapot, fork-and-knife, fork-and-knife-with-plate, kitchen-knife, spoon, chopsticks,
  baby-bottle, bottle-with-popping-cork`)
/** Beside what is known how to fill. */
const vessels = new Set([
  ...wordList(`hot-beverage, teacup-without-handle, cup-with-straw, honey-pot, cocktail-glass, tumbler-glass, pot-of-food,
  package, backpack, handbag, shopping-bags, empty-nest, tent, bottle-with-popping-cork, crystal-ball, cup,
  shallow-pan-of-food, wastebasket, barrel, oil-drum, cage, takeout-box, window`),
  ...trees,
  ...vehicles,
])
const seats = set('chair, armchair, couch-and-lamp, bed, bench, wheelchair, manual-wheelchair, table, hammock')
const surfaces =
  set(`table, couch-and-lamp, bed, bench, piano, chair, armchair, birthday-cake, cake, shortcake, pancakes, cupcake, pizza, waffle,
  ice-cream, soft-ice-cream, plate, windowsill, shelf, bookshelf, fork-and-knife-with-plate, fireplace, books, log, wall, box, treasure-chest, picnic blanket`)

/** Goes up from what it is on. */
export function rises(drawing: string): boolean {
  return drawing === 'smoke' || drawing === 'steam'
}

export function isUmbrella(drawing: string): boolean {
  return drawing.includes('umbrella')
}

/** Too much for the arms. */
export function isLarge(drawing: string): boolean {
  return traitsOf(drawing).size > 0.9
}

/** Of the house and no taller than a lamp. */
export function belongsOnTable(drawing: string): boolean {
  const category = emojiSet().categories.get(drawing)
  if (category === 'Food & Drink') return true
  return (
    onTables.has(drawing) || (category === 'Objects' && isHandy(drawing) && !canWear(drawing) && !outdoors.has(drawing))
  )
}

/** Served in what it is drawn in: "a bowl of ramen" needs no other bowl. */
export function isServed(drawing: string): boolean {
  return served.has(drawing)
}
const served =
  set(`steaming-bowl, pot-of-food, hot-beverage, teacup-without-handle, wine-glass, beer-mug, glass-of-milk, honey-pot,
  popcorn, cooked-rice, curry-rice, spaghetti, green-salad, bowl-with-spoon, cocktail-glass, tropical-drink, tumbler-glass,
  cup-with-straw, shaved-ice, bubble-tea, mate, beverage-box, bottle-with-popping-cork, soft-ice-cream, french-fries, custard,
  shallow-pan-of-food, potted-plant, oden, beans`)

/** What is never seen alone, and what it is seen on. */
export function bearerOf(drawing: string): ((bearer: string) => boolean) | null {
  switch (drawing) {
    case 'chimney':
      return isHouse
    case 'smoke':
      return (bearer) => bearer === 'chimney' || isHouse(bearer) || smoking.has(bearer)
    case 'steam':
      return (bearer) => isFood(bearer) || isServed(bearer)
    case 'beard':
    case 'moustache':
      return isBeing
    default:
      return null
  }
}
const smoking = set(
  'locomotive, volcano, campfire, fire, fireplace, ship, passenger-ship, factory, candle, rocket, tent',
)

function isHouse(drawing: string): boolean {
  return /house|cabin|hut|barn|factory|building/.test(drawing) && drawing !== 'lighthouse'
}

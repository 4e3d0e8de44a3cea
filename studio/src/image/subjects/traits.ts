import type { Colour } from '../colour.ts'
import type { PlaceName } from '../places/places.ts'
import { emojiSet } from './emoji.ts'

interface Traits {
  habitat: 'ground' | 'air' | 'water'
  /** Share of a normal subject's height: nature's proportions, much compressed so that a mouse stays visible. */
  size: number
}

const inAir =
  words(`airplane airplane-departure airplane-arrival small-airplane helicopter rocket flying-saucer satellite kite balloon
  hot-air-balloon airship eagle bat butterfly honeybee dove fly mosquito parachute comet ghost phoenix-bird seagull ringed-planet star
  glowing-star sparkles musical-note musical-notes red-heart heart-suit aerial-tramway woman-fairy man-fairy person-fairy baby-angel bubbles
  leaf-fluttering-in-wind fallen-leaf money-with-wings flying-disc globe-showing-europe-africa globe-showing-americas
  globe-showing-asia-australia full-moon bird two-hearts sparkling-heart growing-heart blue-heart green-heart yellow-heart purple-heart
  orange-heart black-heart pink-heart white-heart revolving-hearts`)

const inWater =
  words(`sailing-boat rowing-boat pirate-ship ship passenger-ship ferry motor-boat speedboat canoe sailboat submarine iceberg bridge stone-bridge duck swan
  whale spouting-whale dolphin shark fish goldfish tropical-fish blowfish octopus squid jellyfish lotus ring-buoy person-swimming man-swimming
  woman-swimming person-surfing man-surfing woman-surfing person-rowing-boat man-rowing-boat woman-rowing-boat woman-merpeople man-merpeople`)

const sizes: readonly (readonly [size: number, names: ReadonlySet<string>])[] = [
  [
    0.6,
    words(
      'ant bug beetle lady-beetle honeybee fly mosquito spider snail butterfly cricket worm fallen-leaf coin ring key old-key chess-pawn game-die egg lotus',
    ),
  ],
  [0.4, words('thin-candle chimney beard moustache worn-tie bow-tie necklace')],
  [0.5, new Set(['picnic basket', 'watering can'])],
  [0.9, new Set(['picnic blanket', 'table lamp'])],
  [1.5, new Set(['floor lamp'])],
  [1.65, new Set(['blossom tree'])],
  [0.55, words('steam log worn-scarf mask party-hat santa-hat beanie beret straw-hat cowboy-hat wizard-hat')],
  [
    0.72,
    words(
      'mouse rat hamster frog bird front-facing-baby-chick chipmunk hedgehog crab bat spiral-shell pigeon branch blackbird dove seagull lantern vase bowl plate cake torch smoke fishbowl',
    ),
  ],
  [
    0.85,
    words(
      'cat black-cat rabbit duck owl penguin turtle fish goldfish tropical-fish parrot raccoon otter badger skunk beaver rooster turkey campfire bench fence treasure-chest well candle teddy-bear box shelf open-umbrella bicycle kick-scooter skateboard',
    ),
  ],
  [
    1.2,
    words(
      'horse cow lion bear polar-bear armchair zebra camel two-hump-camel ox water-buffalo bison moose shark crocodile gorilla unicorn deer knight automobile taxi police-car pickup-truck sport-utility-vehicle racing-car tractor motorcycle wall bed fireplace',
    ),
  ],
  [
    1.4,
    words(
      'bookshelf elephant mammoth giraffe rhinoceros hippopotamus whale spouting-whale dragon t-rex sauropod robot bus minibus ambulance fire-engine delivery-truck articulated-lorry locomotive tram-car rocket flying-saucer airplane helicopter submarine street-lamp tent piano scarecrow',
    ),
  ],
  [
    1.65,
    words(
      'sailing-boat ship passenger-ship ferry hot-air-balloon airship deciduous-tree evergreen-tree palm-tree christmas-tree cactus house house-with-garden hut cabin barn igloo school shop well-tower acacia couch-and-lamp',
    ),
  ],
  [
    1.95,
    words(
      'iceberg lighthouse windmill castle japanese-castle church mosque hindu-temple synagogue tower pyramid bridge wind-turbine treehouse stone-bridge pirate-ship office-building factory hospital hotel ferris-wheel roller-coaster circus-tent stadium classical-building shinto-shrine statue-of-liberty tokyo-tower volcano bank fountain department-store building-construction houses derelict-house',
    ),
  ],
]

const sizeOfCategory: Readonly<Record<string, number>> = {
  'Food & Drink': 0.75,
  Objects: 0.8,
  Activities: 0.8,
  'Smileys & Emotion': 0.85,
  'People & Body': 1.08,
  'Travel & Places': 1.15,
}

export function traitsOf(drawing: string): Traits {
  const habitat = inAir.has(drawing) ? 'air' : inWater.has(drawing) ? 'water' : 'ground'
  const named = sizes.find(([, names]) => names.has(drawing))
  const category = emojiSet().categories.get(drawing)
  return { habitat, size: named?.[0] ?? sizeOfCategory[category ?? ''] ?? 1 }
}

/** Emoji whose colour is not what their name says: the black cat is drawn purple. */
const trueColours: Readonly<Record<string, Colour>> = {
  'black-cat': '#26262b',
  blackbird: '#2a2a30',
  spider: '#3a3640',
  ant: '#4a3a35',
  goldfish: '#ff8a1f',
  pigeon: '#8a94a6',
}

export function trueColourOf(drawing: string): Colour | null {
  return Object.hasOwn(trueColours, drawing) ? (trueColours[drawing] ?? null) : null
}

/** Where a subject is at home, for prompts that name no place. */
const homes: readonly (readonly [place: PlaceName, names: ReadonlySet<string>])[] = [
  ['snow', words('penguin polar-bear seal igloo skier snowboarder sled santa-claus snowman-without-snow mammoth')],
  [
    'savanna',
    words('lion elephant giraffe zebra rhinoceros hippopotamus leopard gorilla water-buffalo acacia kangaroo ostrich'),
  ],
  ['desert', words('camel two-hump-camel cactus pyramid scorpion')],
  [
    'underwater',
    words(
      'fish goldfish tropical-fish blowfish octopus squid jellyfish coral shark submarine woman-merpeople man-merpeople treasure-chest lobster',
    ),
  ],
  [
    'sea',
    words(
      'iceberg lighthouse sailing-boat pirate-ship ship passenger-ship ferry motor-boat speedboat whale spouting-whale dolphin seagull anchor person-surfing',
    ),
  ],
  ['beach', words('crab spiral-shell palm-tree umbrella-on-ground coconut thong-sandal')],
  ['lake', words('duck swan rowing-boat canoe frog lotus beaver otter goose flamingo')],
  [
    'city',
    words(
      'shop automobile taxi bus police-car ambulance fire-engine motor-scooter motorcycle bicycle tram-car office-building street-lamp tokyo-tower statue-of-liberty ferris-wheel delivery-truck minibus racing-car oncoming-taxi',
    ),
  ],
  [
    'forest',
    words(
      'branch fox wolf bear deer owl mushroom cabin treehouse raccoon hedgehog chipmunk badger boar moose woman-elf man-mage woman-mage woman-fairy campfire tent',
    ),
  ],
  [
    'meadow',
    words(
      'cow ewe pig rooster horse tractor barn windmill goat rabbit butterfly honeybee sunflower scarecrow kite house cat dog',
    ),
  ],
  ['mountains', words('castle dragon eagle goat hot-air-balloon unicorn phoenix-bird airship knight')],
  [
    'room',
    words(
      'couch-and-lamp bed chair armchair bookshelf laptop television desktop-computer books mantelpiece-clock piano bathtub teddy-bear table toilet hot-beverage',
    ),
  ],
  ['space', words('astronaut flying-saucer alien ringed-planet satellite alien-monster comet full-moon')],
]

export function homeOf(drawing: string): PlaceName | null {
  const listed = homes.find(([, names]) => names.has(drawing))?.[0]
  return listed ?? (emojiSet().categories.get(drawing) === 'Food & Drink' ? 'room' : null)
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

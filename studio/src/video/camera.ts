import type { Random } from '../image/random.ts'

/** Where the camera looks at one moment. */
export interface View {
  /** -1 to 1: from one end of its room to the other. */
  x: number
  y: number
  /** 1 shows the whole height of the stage; never below. */
  zoom: number
}

export interface Camera {
  /** Regular expression of how prompts call it, after "camera" or alone. */
  called: string
  /** How much wider and higher than the picture the stage is painted, so that there is something to move over. */
  room: { x: number; y: number }
  /** True: near things grow faster than far ones, as when the camera itself goes nearer. False: all grow alike, as by a lens. */
  isTravelling: boolean
  /** The view at a share of the film, 0 to 1, and at a time in seconds, for what shakes. */
  view(share: number, seconds: number): View
}

const level = { x: 0, y: 0, zoom: 1 }
const still = { x: 1, y: 1 }
const wide = { x: 1.34, y: 1 }
const tall = { x: 1, y: 1.3 }
const margin = { x: 1.1, y: 1.1 }

/** To add a camera movement: an entry here. */
export const cameras = {
  'pan right': {
    called: 'pan(?:s|ning)?(?: to the)? right|(?:mov|glid|track|slid)(?:es?|ing|s)(?: to the)? right',
    room: wide,
    isTravelling: false,
    view: (share) => ({ ...level, x: ease(share) * 2 - 1 }),
  },
  'pan left': {
    called: 'pan(?:s|ning)?(?: to the)? left|(?:mov|glid|track|slid)(?:es?|ing|s)(?: to the)? left',
    room: wide,
    isTravelling: false,
    view: (share) => ({ ...level, x: 1 - ease(share) * 2 }),
  },
  'tilt up': {
    called: 'tilt(?:s|ing)? up(?:wards?)?|pan(?:s|ning)? up(?:wards?)?|cran(?:es?|ing) up|rises up|pedestal up',
    room: tall,
    isTravelling: false,
    view: (share) => ({ ...level, y: 1 - ease(share) * 2 }),
  },
  'tilt down': {
    called: 'tilt(?:s|ing)? down(?:wards?)?|pan(?:s|ning)? down(?:wards?)?|cran(?:es?|ing) down|pedestal down',
    room: tall,
    isTravelling: false,
    view: (share) => ({ ...level, y: ease(share) * 2 - 1 }),
  },
  'zoom in': {
    called: 'zoom(?:s|ing)?(?: in(?:to)?)?|close(?:s|ing) in|close ?up',
    room: still,
    isTravelling: false,
    view: (share) => ({ ...level, zoom: 1 + 0.4 * ease(share) }),
  },
  'zoom out': {
    called: 'zoom(?:s|ing)? out|pull(?:s|ing)? (?:back|out|away)',
    room: still,
    isTravelling: false,
    view: (share) => ({ ...level, zoom: 1.4 - 0.4 * ease(share) }),
  },
  'dolly in': {
    called:
      'dolly(?:ing)?(?: (?:in|forward|shot))?|push(?:es|ing)? in|mov(?:es|ing) (?:forward|closer|in)|(?:drone|aerial)[ -]?(?:shot|footage|view)|fly[- ]?(?:over|through|by)(?= of|$|[.,;])',
    room: still,
    isTravelling: true,
    view: (share) => ({ ...level, zoom: 1 + 0.3 * ease(share) }),
  },
  'dolly out': {
    called: 'dolly(?:ing)? (?:out|back)|mov(?:es|ing) (?:back|backwards|away)',
    room: still,
    isTravelling: true,
    view: (share) => ({ ...level, zoom: 1.3 - 0.3 * ease(share) }),
  },
  orbit: {
    called: 'orbit(?:s|ing)?|circl(?:es|ing)(?: around)?|arc shot|rotat(?:es|ing) around',
    room: { x: 1.2, y: 1 },
    isTravelling: true,
    view: (share) => ({ x: Math.sin((share - 0.5) * Math.PI), y: 0, zoom: 1.04 + 0.1 * Math.sin(share * Math.PI) }),
  },
  handheld: {
    called: 'handheld|hand-held|shak(?:y|ing|es)(?: cam(?:era)?)?',
    room: margin,
    isTravelling: false,
    view: (_, seconds) => ({ x: wander(seconds, 0), y: wander(seconds, 40), zoom: 1.02 }),
  },
  static: {
    called:
      'static(?: shot| camera)?|still camera|fixed camera|locked(?: off|-off)?(?: shot)?|no camera movement|tripod',
    room: still,
    isTravelling: false,
    view: () => level,
  },
} satisfies Record<string, Camera>

export type CameraName = keyof typeof cameras

const names: readonly CameraName[] = Object.keys(cameras).filter((name): name is CameraName => name in cameras)
const manner = '(?:(?:slow|gentle|smooth|soft|quick|fast|steady)(?:ly)?\\s+)?'

/**
 * The movement that a prompt names, or one by chance, and the prompt without it: to the painter a "pan" is a thing of the
 * kitchen and a "crane" a bird.
 */
export function chooseCamera(prompt: string, random: Random): { name: CameraName; scenePrompt: string } {
  let scenePrompt = prompt
  let first: { name: CameraName; at: number; length: number } | null = null
  for (const name of names) {
    const phrase = `${manner}(?:(?:the\\s+)?camera\\s+)?${manner}(?:${cameras[name].called})(?:\\s+(?:camera|shot|movement|move|slowly|gently|smoothly))?`
    const found = new RegExp(`(?<![\\p{L}\\p{N}])${phrase}(?![\\p{L}\\p{N}])`, 'iu').exec(prompt)
    if (found === null) continue
    // The earliest wins, then the longest: "zoom" alone is also the beginning of "zoom out".
    const isBetter =
      first === null || found.index < first.at || (found.index === first.at && found[0].length > first.length)
    if (isBetter) first = { name, at: found.index, length: found[0].length }
  }
  if (first !== null) scenePrompt = `${prompt.slice(0, first.at)} ${prompt.slice(first.at + first.length)}`
  scenePrompt = scenePrompt.replaceAll(talkOfFilm, ' ')
  return { name: first?.name ?? random.pick(unnamed), scenePrompt }
}

/** What only says that this shall be a film. */
const talkOfFilm =
  /(?<!\p{L})(?:(?:a|the)\s+)?(?:cinematic|timelapse|time-lapse|slow[- ]motion|(?:short\s+)?(?:video|film|movie|clip|footage|animation)(?:\s+of)?|(?:wide|long|medium|establishing|cinematic)\s+shot(?:\s+of)?|\d+\s*fps|[48]k)(?!\p{L})/giu

/** What the seed chooses from. */
const unnamed: readonly [CameraName, ...CameraName[]] = [
  'pan right',
  'pan left',
  'dolly in',
  'dolly out',
  'orbit',
  'zoom in',
]

/** Starts and stops softly, but moves from the first picture on. */
function ease(share: number): number {
  const soft = share * share * (3 - 2 * share)
  return share * 0.35 + soft * 0.65
}

/** -1 to 1, never the same twice within a film. */
function wander(seconds: number, offset: number): number {
  const at = seconds + offset
  return (Math.sin(at * 1.3) + Math.sin(at * 2.9 + 1) * 0.5 + Math.sin(at * 5.3 + 2) * 0.25) / 1.75
}

/** The themes: which words of a prompt call for one, and what a song about it may be called if the prompt has no noun. */
import { family, friendship, hope, loss, love } from './banks/feeling-lines.ts'
import { celebration, lullaby, money, technology, victory } from './banks/modern-lines.ts'
import { city, home, mountains, sea, space, travel } from './banks/place-lines.ts'
import { autumn, night, rain, spring, summer, winter } from './banks/season-lines.ts'
import { animals, dance, fantasy, food, freedom, music, work } from './banks/story-lines.ts'

export interface Theme {
  name: string
  /** The bank of lines. */
  lines: string
  /** Base forms in English, then a few of the commonest in other languages. */
  words: string
  titles: [string, ...string[]]
}

/** To add a theme: a bank of at least twenty lines (see banks/) and a row here. */
export const themes: Theme[] = [
  {
    name: 'love',
    lines: love,
    words: `love lover romance romantic kiss valentine crush wedding bride groom marry marriage girlfriend boyfriend
      wife husband sweetheart darling passion heart smile amor amour liebe amore 爱 愛 恋 사랑 любовь`,
    titles: ['your eyes', 'this love', 'your name', 'my heart'],
  },
  {
    name: 'loss',
    lines: loss,
    words: `loss lose lost goodbye grief grieve death die dead mourn funeral miss breakup heartbreak heartbroken
      broken lonely loneliness alone cry tear sorrow leave left regret ex divorce triste adiós adieu 失 别 悲`,
    titles: ['the empty room', 'your picture', 'the last goodbye'],
  },
  {
    name: 'friendship',
    lines: friendship,
    words: 'friend friendship buddy pal together crew bestie mate companion amigo amitié freund freundschaft 友 朋友',
    titles: ['my oldest friend', 'this old song'],
  },
  {
    name: 'family',
    lines: family,
    words: `family mother mom mum mama father dad daddy papa sister brother son daughter child childhood baby
      grandma grandmother grandpa grandfather parent kid aunt uncle familia famille familie madre mère 家族 妈`,
    titles: ['the family name', "my mother's song"],
  },
  {
    name: 'hope',
    lines: hope,
    words: `hope dream faith believe strong strength rise better future light healing heal new begin beginning dawn morning
      courage brave overcome survive trust growth change esperanza espoir hoffnung 希望 梦 夢`,
    titles: ['the morning light', 'a brighter day', 'the light ahead'],
  },
  {
    name: 'city',
    lines: city,
    words: `city town street downtown skyline subway neon traffic urban skyscraper taxi rooftop sidewalk manhattan
      york london paris tokyo berlin ciudad ville stadt città 城 街 都市 город`,
    titles: ['the city lights', 'the avenue'],
  },
  {
    name: 'sea',
    lines: sea,
    words: `sea ocean wave tide beach shore ship sail sailor boat harbor harbour island coast pirate whale dolphin fish
      lighthouse mermaid anchor surf swim mar océan meer mare 海 море`,
    titles: ['the open sea', 'the rolling tide'],
  },
  {
    name: 'travel',
    lines: travel,
    words: `travel road drive highway journey trip train car truck motorcycle bike wander adventure ride map mile
      wheel engine roadtrip nomad airplane plane fly viaje voyage reise 旅`,
    titles: ['the open road', 'the long way round'],
  },
  {
    name: 'home',
    lines: home,
    words: `home house hometown porch door kitchen village farm neighbor neighbour return homesick country nostalgia coffee tea
      nostalgic hogar maison heimat casa zuhause 家 дом`,
    titles: ['the old front door', 'the way home'],
  },
  {
    name: 'mountains',
    lines: mountains,
    words: `mountain hill valley forest river tree woods nature wild climb hike trail peak summit lake stream canyon
      desert wilderness waterfall earth montaña montagne berg wald bosque 山 森`,
    titles: ['the mountain side', 'the river'],
  },
  {
    name: 'space',
    lines: space,
    words: `space star planet moon galaxy rocket astronaut alien universe cosmos cosmic comet mars orbit satellite
      gravity spaceship constellation estrella étoile stern 星 宇宙 космос`,
    titles: ['the distant stars', 'the far side of the moon'],
  },
  {
    name: 'night',
    lines: night,
    words:
      'night midnight evening dark darkness nocturnal nightfall moonlight shadow insomnia noche nuit nacht 夜 ночь',
    titles: ['the quiet night', 'midnight blue', 'the hour before the dawn', 'the street below'],
  },
  {
    name: 'summer',
    lines: summer,
    words: `summer sun sunshine sunny july august june vacation holiday heat tropical barbecue picnic sunset
      verano été sommer estate playa sol 夏 лето`,
    titles: ['the summer sun', 'these summer days'],
  },
  {
    name: 'winter',
    lines: winter,
    words: 'winter snow snowflake ice frost cold december january icy blizzard ski invierno hiver 冬 雪 зима',
    titles: ['the falling snow', 'winter light'],
  },
  {
    name: 'rain',
    lines: rain,
    words: 'rain storm thunder thunderstorm rainy lightning cloud umbrella puddle flood lluvia pluie regen 雨 дождь',
    titles: ['the summer rain', 'the storm', 'the sound of rain', 'the window pane'],
  },
  {
    name: 'spring',
    lines: spring,
    words: 'spring flower garden blossom bloom rose april may butterfly petal primavera printemps frühling 春 花 весна',
    titles: ['the garden gate', 'the first of May'],
  },
  {
    name: 'autumn',
    lines: autumn,
    words: 'autumn fall leaf leaves harvest october november september pumpkin halloween otoño automne herbst 秋 осень',
    titles: ['the falling leaves', 'October', 'the last red leaf'],
  },
  {
    name: 'work',
    lines: work,
    words: `work job boss office factory monday friday money wage worker career business deadline meeting
      overtime homework school exam study student teacher trabajo travail arbeit 仕事 工作`,
    titles: ['the nine to five', 'quitting time'],
  },
  {
    name: 'freedom',
    lines: freedom,
    words: `freedom free protest rebel rebellion revolution fight justice peace war power angry anger rage march
      democracy rights escape prison libertad liberté freiheit 自由 свобода`,
    titles: ['the open gate', 'our own two feet'],
  },
  {
    name: 'dance',
    lines: dance,
    words: 'dance dancer dancing disco club party dancefloor groove rhythm dj rave bailar danser tanzen fiesta 跳舞 踊',
    titles: ['the dance floor', 'the beat'],
  },
  {
    name: 'music',
    lines: music,
    words: 'music guitar piano sing singer band concert violin drum melody vinyl radio jukebox choir música musik 音楽',
    titles: ['the melody', 'the old guitar'],
  },
  {
    name: 'food',
    lines: food,
    words: `food eat pizza cake bread cheese cook cooking kitchen chef pie soup taco burger pasta noodle chocolate
      cookie breakfast dinner lunch recipe hungry banana apple sandwich pancake ice-cream comida essen 食`,
    titles: ['one more bite', 'the kitchen'],
  },
  {
    name: 'animals',
    lines: animals,
    words: `animal cat kitten dog puppy horse pony bird wolf bear lion tiger fox rabbit elephant monkey mouse pet cow
      pig duck frog owl bee snake penguin panda squirrel hamster gato perro chat chien katze hund 猫 犬 狗`,
    titles: ['the wild ones', 'four little paws'],
  },
  {
    name: 'fantasy',
    lines: fantasy,
    words: `fantasy dragon wizard witch knight castle magic magical king queen prince princess kingdom unicorn fairy
      sword elf legend quest hero giant monster ghost vampire drache dragón 龙 竜`,
    titles: ['the dragon road', 'the hidden kingdom'],
  },
  {
    name: 'technology',
    lines: technology,
    words: `technology robot computer internet code coding phone machine ai algorithm data digital android cyber
      cyberpunk screen software programmer programming laptop server quantum online hacker video game gamer`,
    titles: ['the machine', 'the signal'],
  },
  {
    name: 'victory',
    lines: victory,
    words: `victory win winner champion game sport football soccer basketball race team run runner marathon olympics
      gym training goal score boxing fighter athlete workout motivation fútbol`,
    titles: ['the final round', 'the winning line'],
  },
  {
    name: 'celebration',
    lines: celebration,
    words: `birthday celebrate celebration christmas party anniversary holiday graduation congratulations santa
      fireworks toast cheers cumpleaños navidad anniversaire geburtstag weihnachten 生日 誕生日`,
    titles: ['this happy day', 'the candlelight'],
  },
  {
    name: 'lullaby',
    lines: lullaby,
    words: 'lullaby sleep sleepy bedtime baby goodnight cradle pillow dream nap toddler dormir schlaf 眠 睡',
    titles: ['the little moon', 'the land of sleep'],
  },
  {
    name: 'money',
    lines: money,
    words:
      'money rich cash gold dollar fortune fame wealth diamond luxury hustle tax debt bank poor dinero geld argent 钱',
    titles: ['the dollar bill', 'the golden chain'],
  },
]

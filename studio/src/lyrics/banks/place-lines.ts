/** Lines about places and journeys; notation in feeling-lines.ts. */
export const city = `
The {neon|river} paints the street in blue
The taxis pass, a yellow few
The morning is an hour from new
The towers scrape a sky of blue
A crowded street, a lonely view

The subway hums beneath the street
The pavement pulses with the heat
A million hearts, a single beat
There's always someone new to meet

The skyline burns a {copper|silver} light
The windows glitter in the night
The billboards blink in red and white
The rooftops catch the last of light

A siren wails a block away
The {corner store|coffee shop} is on my way
The singers play till break of day
The buses sigh and pull away

The {night train|last train} rattles into town
The sun goes slowly sliding down
I wear the skyline like a crown

A thousand windows, none the same
A stranger smiles without a name
The {traffic|city} lights are made of flame

The streets go on for miles
The crowd is full of smiles
The pavement is alive
It's midnight, {half past five|time to drive}
The city never sleeps
Its promises run deep
The city lights are low
There's nowhere else to go
`

export const sea = `
The tide rolls in, the tide rolls out
The {sailors|seagulls} sing, the breakers shout
The compass spins and turns about

The salt wind blows across the sand
I trace a heart along the sand
The ocean pulls me from the land
A silver shell inside my hand

The {harbor|lighthouse} light shines on the bay
The water leaps, the dolphins play
The wind has blown the clouds away
We raise the sail at break of day

The waves are breaking on the shore
I hear the ancient {waters|ocean} roar
I want to sail a little more
The sea has opened up its door

The sea is wide, the wind is free
A thousand miles of open sea
The morning tide is calling me

The moon is floating on the deep
The {gentle|rolling} waves rock me to sleep
The sea has secrets it will keep

The anchor's up, the sails are wide
I give my body to the tide
There's something {great|blue|vast} on every side

The waves are rolling in
There's salt upon my skin
So let the day begin
The ocean knows my name
No two waves are the same
I follow where they go
With every ebb and flow
The sails are catching air
There's sunlight in my hair
`

export const travel = `
The {engine|highway} hums a steady song
The open road is never long
I pack a bag, I bring a song
I don't know where, but I belong

The headlights cut across the night
The {highway|freeway} curves to meet the light
I roll until the time is right
I keep the next town in my sight

The mile signs whisper, one by one
I roll the window, feel the sun
We've got a thousand miles to run
The best of journeys has begun

I've got a ticket in my hand
I cross another stretch of land
I'm heading for a newer land
There is no map, there's nothing planned

The wheels are turning all the way
A brand new sky for every day
I'm only passing through to stay
The radio begins to play

I leave the map, I take the ride
The {mountains|valleys} open on each side
The world's as big as it is wide
With nothing but the road as guide

I lose my shadow down the road
I lift my heart, I drop the load
The {road signs|lane marks} flicker out a code

The wheels go round and round
I'm leaving, homeward bound
I like the engine's sound
I've miles and miles to go
The towns are passing slow
The road is all I know
There's freedom in the ride
The window's open wide
I'm driving with the sun
The day has just begun
`

export const home = `
I see the {porch light|chimney} from the road
It's time to lay my heavy load
The river's where it always flowed

The kettle sings, the fire is low
I know which way the floorboards go
The garden's where the roses grow
The window has a golden glow

The key still fits the old front door
My boots are on the kitchen floor
I don't need diamonds anymore
There's never been a place worth more

There's {coffee|supper} on and bread to break
I know each turn the road will take
I hear the crickets by the lake

The {town is|streets are} small, the sky is wide
The neighbors wave from every side
I leave my trouble all outside
I keep the door unlocked inside

I know the face of every street
The {apple|cherry} trees are ripe and sweet
There's dust and summer on my feet

I'm never lost when I am here
The old familiar hills appear
The river bends, the view is clear

The door is open wide
There's warmth and light inside
The hills where I belong
I hum my mother's song
No matter where I roam
My heart is pulling home
The stones all know my name
The porch light stays the same
`

export const mountains = `
I climb above the timber line
I smell the cedar and the pine
The {valley|river} wears a silver shine
The sun comes up, the peaks align

The {eagle|falcon} rides the morning air
The trees stand tall as if in prayer
I climb another granite stair
I leave my trouble, leave my care

The river runs, the river sings
I drink the snow from mountain springs
The forest hums on hidden strings
The wind has opened up its wings

The path is steep, the stones are cold
The autumn turns the hills to gold
The mountain keeps its secrets old
I climb because my heart is bold

The summit wears a crown of snow
The world is very small below
I hear the wild wind start to blow
There's only one more ridge to go

The willows lean, the wild ferns grow
The {forest|meadow} floor is soft and slow
The {creek|stream} is teaching me to flow

The mountain lifts me high
My head against the sky
I watch the hawks go by
I breathe the morning air
The forest answers prayer
I haven't got a care
The trail goes ever on
I climb before the dawn
The valley's far below
The mountain wears its snow
`

export const space = `
The countdown ends, the engines roar
I've never been this far before
The stars come swinging through the door
There's always somewhere to explore

I watch the planets spin and glow
The {little|gentle} earth hangs far below
A comet trails a tail of snow
There are no borders here, I know

The rocket climbs a stair of light
We sail across the velvet night
The {rings of Saturn|moons of Neptune} come in sight
A million suns are burning bright

I write my name in comet dust
The {static|starlight} is the voice I trust
We leave the ground because we must

There's gravity in every dream
I ride upon a silver beam
The Milky Way's a {frozen|shining} stream

We're weightless in the great unknown
I call you on the moonlit phone
Not even here am I alone

The moon is just a stepping stone
I've found a planet of my own

I float among the stars
I'm waving back from Mars
I'm drifting out of sight
I'm faster than the light
The galaxy's in bloom
There's so much empty room
I'm orbiting the moon
I'll send a postcard soon
`

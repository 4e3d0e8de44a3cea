/** Lines about weather, seasons and hours; notation in feeling-lines.ts. */
export const night = `
The moon is hanging low and white
I'm wide awake inside the night
The stars come out, a silver sight
We chase the edges of the light

The shadows dance along the wall
I hear the midnight {whisper|church bells} call
The dark is soft, the stars are small
I hear the quiet evening fall

The streets are empty, clocks run slow
The lamps have put on all their glow
The night has secrets, that I know

The moon is drifting through the room
The night is opening in bloom
A {violet|velvet} sky, a slow perfume

The stars are closer than they seem
I'm half awake inside a dream
The moonlight pours a silver stream

The clock has struck and I'm alone
I trace the light across the stone
The dark has music of its own

It's two o'clock, the world's asleep
The silence here is wide and deep
I've got a promise left to keep

The midnight knows my name
The stars are made of flame
I'm wide awake tonight
The water drinks the light
The night is on my side
There's nothing left to hide
The moon is hanging low
The stars have all to show
I wander in the dark
The city's one bright spark
`

export const summer = `
The {lazy|golden} sun is riding high
A {paper|yellow} kite is in the sky
We watch the lazy clouds go by
We've got no reason to be shy

The days are long, the nights are sweet
The sand is warm beneath our feet
The {sidewalk|boardwalk} shimmers in the heat
The radio has found the beat

We chase the ice cream down the street
The summer breeze is soft and sweet

+The sun is pouring through the trees
+My hair is tangled in the breeze
+We race with grass stains on our knees
+The air is full of {birds and|honey} bees

+The {August|summer} evening turns to gold
+We're never going to grow old
+The sweetest story ever told

We're running barefoot in the sun
The summer days have just begun
+We've got forever in the sun
We stay until the day is done

The {beach fires|torches} burn all through the night
The water sparkles blue and white
We hold our faces to the light

The windows all are down
We're driving out of town
The sun has turned us brown
The water's cool and blue
The sky is painted new
It's summer, me and you
We're dancing in the sun
The heat has just begun
We've nothing else to do
`

export const winter = `
The frost has drawn upon the glass
I watch the quiet snowflakes pass
The snow lies white upon the grass

The fields are white, the nights are long
The wind is humming winter's song
The river's ice is cold and strong

The snow is falling soft and slow
The lamps have laid a golden glow
I leave my footprints in the snow
There's nowhere else I need to go

I wrap my hands around the cup
The chimney smoke is curling up
I turn my winter collar up

The fire is warm, the night is cold
The candles burn in red and gold
The {oldest|sweetest} stories will be told
There's always someone's hand to hold

The {branches|fences} wear a coat of white
The windows glow with amber light
The stars are sharp as ice tonight
The world is hushed and robed in white

The year is drawing to its end
I write a letter to a friend
The pines beneath the snowfall bend

The snow is coming down
It covers all the town
It wears a silver crown
My breath is turning white
I hold the candle tight
It's warmer by your side
The fields are cold and wide
The stars are made of ice
The world has fallen twice
`

export const rain = `
The rain is tapping on the pane
The gutters sing a soft refrain
I love the smell of summer rain
We're dancing barefoot in the rain

The thunder rolls across the town
The sky is bringing heaven down
The {puddles|gutters} wear a silver crown

The clouds are hanging low and gray
The storm will wash the dust away
I've nowhere else to be today
I let the raindrops have their say

The drops are racing down the glass
I wait to let the heavens pass
There's silver hanging on the grass

I hear the water on the stone
-The rain and I are both alone
The wind is playing on its own

The lightning writes across the sky
-The clouds know how to have a cry
I'm {soaking|dripping} wet and I don't try
I shake my coat, I won't be dry

The storm is coming through
The sky has lost its blue
The streets are shining new
I listen to the rain
It writes upon the pane
It calls me out again
It's pouring on the street
It keeps a steady beat
It washes all away
The puddles want to play
`

export const spring = `
The cherry blossoms start to fall
The ivy climbs the garden wall
I hear the early robin call

A green leaf opens to the day
The winter ice has slipped away
The bees are coming out to play
The lilac's on the breeze of May

The river wakes, the branches sing
I feel the turning of the spring
The swallow stretches out a wing
I'm falling in with everything

The {tulips|roses} lift a painted head
The fields are yellow, pink and red
A robin's singing by the bed

The garden opens up its eyes
The morning comes in bright disguise
The petals fall like butterflies

The rain has turned the valley green
The softest world I've ever seen
The sunlight slips in through the screen

The flowers lift their eyes
The swallow turns and flies
The ground is soft and green
The air is sweet and clean
The seeds begin to grow
Goodbye to all the snow
A new leaf on the tree
It's opening like me
`

export const autumn = `
The leaves are falling, red and gold
The mornings turn a little cold
The year is wise and growing old
The evening has a hand to hold

The smoke is rising from the hill
The orchard's ripe, the air is still
There's frost upon the window sill
The geese fly south, they always will

October burns in every tree
A leaf comes drifting down to me
The wind is wild, the wind is free

The sun sets early in the lane
September's here with silver rain
The leaves are tapping on the pane

The harvest moon is hanging low
The amber fields begin to glow
I watch the summer turn to go
The {wood smoke|cold wind} wanders soft and slow

The leaves are turning brown
The rain is coming down
I walk the edge of town
The evenings come so fast
No summer's made to last
The orchard's full and sweet
There's gold around my feet
`

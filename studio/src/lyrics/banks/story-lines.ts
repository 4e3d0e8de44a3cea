/** Lines about what people do and dream up; notation in feeling-lines.ts. */
export const work = `
The morning {bell|clock} begins the day
I earn my bread, I earn my pay
Another dollar, one more day
I punch the clock and slip away

My hands are rough, my back is sore
I sweep the dust across the floor
I'm out before the sun, and more
The boss is waiting at the door

The coffee's black, the bus is late
The letters pile, the bills can't wait
I lift another heavy weight
I eat my lunch beside the gate

I keep my head above the tide
I do it all with stubborn pride
There is a fire I keep inside

I'm working hard from nine to five
I need a break to feel alive
It's half past six, I make the drive
It takes some sweat to just survive

The {workshop|office} lights are cold and white
I'm pulling double shifts tonight
My wages vanish out of sight
One day I'm gonna get it right

The weekend's on the way
I'm ready now to play
I put in all my time
I worked for every dime
It's Friday, quitting time
I've earned my little rest
I gave my very best
I'm tired to the bone
I work my hours alone
`

export const freedom = `
I break the chain, I find my feet
You hear us marching down the street
There's fire and thunder in the beat
We will not bow, we won't retreat

I will not whisper, will not hide
We walk together, side by side
The gates of morning open wide
There's truth and courage on our side

We raise our voices to the sky
I'd rather run, I'd rather fly
You'll hear us singing, low and high
We are not here to live a lie

No wall is ever built so tall
The towers tremble, towers fall
One voice can echo in us all
We rise together at the call

No one can put my soul in chains
The thunder's rolling through my veins
We're wild as horses on the plains

We stand on what we know
We won't be told to go
I'm done with bowing low
I've got a voice, it's mine
I won't stand in the line
I'm breaking every rule
I'm nobody's own fool
I'm free as I can be
There's no one owning me
`

export const dance = `
The bass is shaking through the floor
One song is done, I want one more
We've never moved like this before
The line is {running|wrapping} out the door

The {mirror|disco} ball is throwing light
We've got the rhythm, got it right
We own the dance floor for the night
The music spins and holds us tight

I feel the drum inside my feet
My heart has found a wilder beat
We turn the fever into heat
The song is loud, the song is sweet

So put your hands up to the sky
We spin until the walls go by
There's no one here who's feeling shy

I let the music move me slow
The lights are flashing to and fro
We hit the high, we hit the low
You take the lead and off we go

We lose ourselves inside the sound
My feet have lifted off the ground
The beat goes up, the beat goes round
The sweetest freedom I have found

So turn it up, up loud
I'm lost inside the crowd
We dance until the sun
The night has just begun
Come move your feet with me
Just let the body be
We're jumping to the beat
There's thunder in my feet
Don't let the song be done
There's room for everyone
`

export const music = `
I found a chord, I wrote a line
The {melody|music here} is yours and mine
The old piano sounds divine
The needle drops, the grooves align

The drummer keeps us all in time
I fit my feelings into rhyme
The old church bells begin to chime

The lights go down, the tables spin
I let the music soak right in
There's music underneath my skin
I close my eyes and we begin

Six strings can tell you how I feel
The song is spinning like a wheel
A simple tune can make it real

I sing it loud, I sing it long
I put my heart inside a song
The chorus carries me along
Now everybody sings along

The room is quiet when I play
The notes will wash the hurt away
I find the words I couldn't say

I hear a melody
It sings the world to me
It's all in minor key
I sing it soft and low
The rhythm's rolling slow
We play it from the heart
The song is where we start
I play it all night long
My life is in this song
`

export const food = `
The {butter's|garlic's} melting in the pan
I'm dancing with the frying pan
I stir as slowly as I can

The kitchen smells of heaven's bread
There's honey, butter, jam to spread
I'm getting hungry, like I said

It's hot and crispy, nice and sweet
The best of all the things to eat
There's always room for one more treat
The oven fills the room with heat

I lick the spoon, I clean the plate
I smell it cooking, I can't wait
The table's set for half past eight
It's half past ten, it's never late

A little salt, a little spice
The first was good, I'm having twice
It's gone before I ask the price
So pass the pepper, pass the rice

I want another slice for two
The soup is on, I'll share with you
There's sugar, chocolate, cherries too

The cheese is melting, see it shine
Come pull a chair and share the wine
You eat yours up, I'm eating mine
The flavor is a work divine

Just one more bite for me
There's more for you and me
I'm happy as can be
It's bubbling in the pot
I like it piping hot
I'll eat up all we've got
The table's set for two
I saved a piece for you
It's sweet and it is mine
It goes so well with wine
`

export const animals = `
I hear the padding of your feet
You chase the sparrows down the street
You fall asleep on every seat

You curl beside me on the bed
I scratch the fur behind your head
You always want the comfy spread
You hear me come, you raise your head

The wild things run, the wild things play
You sniff the wind and bound away
The {fields|woods} are all alive today
You wag your tail and seem to say

There's fur and feather, wing and claw
You steal the dinner with your paw
You break the rules, you are the law
The biggest heart I ever saw

I hear the beating of a wing
The frogs begin to hum and sing
You chase a piece of knotted string
You look as noble as a king

Your eyes are shining in the dark
I hear a howl, I hear a bark
We race the wind across the park

You don't need words to talk to me
You're running wild, you're running free
You watch the birds up in the tree

The {meadow|forest} wakes at break of dawn
There's silver dew upon the lawn
You stretch, you give a sleepy yawn

You're running wild and free
You know the heart of me
You're soft and warm and small
You answer when I call
You curl up by the door
Who needs a bit of more
There's kindness in your eyes
You're clever and you're wise
`

export const fantasy = `
I climb the crooked tower stair
The {wizard|dragon} wakes inside his lair
There's magic dancing in the air
I ride to meet it, if I dare

The sword is bright, the quest is long
The minstrel tells it in a song
My heart is true, my shield is strong

The dragons circle in the sky
I hear the ancient giants sigh
We learn to wish, we learn to fly

The {legend's|story's} carved in ancient stone
There waits a crown, there waits a throne
I walk the haunted wood alone
The map leads into the unknown

The torches light the castle wall
The heroes gather in the hall
The drums are beating one and all
I hear the horn of battle call

I trade a secret for a spell
There's silver in the wishing well
The ravens know but will not tell

The embers glow, the cauldron sings
I've met the queens, I've met the kings
The phoenix spreads her burning wings

The {sleeping|hidden} kingdom wakes at night
The crystal tower fills with light
I swear an oath to guard the right

There's magic in the air
With dragons over there
I take it as a dare
The tale is never old
There's glory more than gold
The brave will take the gold
I cast a little spell
I know the legend well
The kingdom's mine to save
I'm nothing if not brave
`

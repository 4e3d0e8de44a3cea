/** Lines about machines, games, feasts and rest; notation in feeling-lines.ts. */
export const technology = `
The screen is glowing in the night
A thousand pixels burning bright
We dream in zeros, ones and light
I send a message to the night

The wires are humming down the line
Your {message|signal} crosses over mine
The numbers twist, the codes align
I'm waiting for a single sign

I type a letter, hit the key
The whole machine is watching me
It knows the things I want to be

The robot learns to feel and cry
The drones are blinking in the sky
The data streams go rushing by
It never stops to ask me why

I talk to voices made of code
My heart is stuck in loading mode
The {future|server} takes a heavy load

There is a ghost in the machine
I see my face upon the screen
The strangest world I've ever seen

My battery is running low
The networks hum, the towers glow
I scroll the evening to and fro

I'm living on the screen
In love with a machine
I'm stuck in a machine
I'm writing out the code
My brain's in power mode
The signal's coming through
I'm texting only you
The future's here to stay
It's faster every day
`

export const victory = `
The whistle blows, we hit the ground
The hungry crowd is all around
We're going for another round
My heart is such a mighty sound

I've got the finish line in sight
The stands are blazing red and white
We've trained for this, we hold it tight
We leave it on the field tonight

They knock me down, I'm back for more
We hear the hungry thousands roar
The clock runs down, we check the score
We've never been this close before

I pass the {runner|shadow} at my side
I take the doubters in my stride
There's no more place for them to hide
I pay with sweat, I earn my pride

I hear them calling out my name
You'll know us when we win the game
I fight through fire, I fight through flame
I'm going in the hall of fame

The final minute's on the clock
My will is made of solid rock
I'm running harder round the block

We're in it for the win
The finals will begin
I take it on the chin
We're playing to be great
We will not stand and wait
I give it all I've got
I'm taking my best shot
We're never caving in
`

export const celebration = `
So light the candles, cut the cake
We've got a thousand plans to make
We're here for friends' and good times' sake

We hang the ribbons in the hall
The {paper streamers|bright balloons all} rise and fall
There's room enough to fit us all
We're hanging pictures on the wall

We raise our glasses to the year
So let me hear you give a cheer
The ones we love are gathered here
The happy hour's drawing near

The bells are ringing loud and clear
It only happens once a year

The {fireworks|rockets} light the sky tonight
The room is full of golden light
The smiles are wide, the eyes are bright

We cut the cake, the candles glow
We dance till all the lights are low
There's nowhere else I want to go
We dance as fast as we can go

So make a wish and make it loud
We toast to you, we do it proud
We hear the laughter of the crowd

So come and sing along
We're singing all night long
This is your happy song
So let the party start
It comes straight from the heart
Come blow the candles out
Hear everybody shout
The time is here at last
We know it goes so fast
`

export const lullaby = `
The stars are watching over you
The night is deep and dark and blue
The moon will keep till morning's through

So close your eyes and go to sleep
The dreams are gentle, dreams are deep
The {hills are|valley's} full of drowsy sheep
The promises I make, I keep

The owls are out, the moon is high
A silver boat is in the sky
I watch the sleepy clouds go by
The sandman's slowly passing by

The pillow's soft, the lights are low
The fireflies begin to glow
There's nowhere that you need to go
The little boats are rocking slow

I'll hold you safe, I'll hold you tight
I kiss your head, I dim the light
The angels keep you through the night

So rest your head upon my arm
There's nothing here to do you harm
The dark has such a quiet charm

So hush, my love, and sleep
The night is soft and deep
The stars are yours to keep
The moon is hanging low
Your dreams know where to go
Sleep safely through the night
I'm here till morning light
So rest your weary head
The moon is by your bed
`

export const money = `
I count the {pennies|nickels} in my hand
I build a castle out of sand
It's not the treasure that I planned

They wear the diamonds, wear the gold
There's not a thing that can't be sold
The dollar talks, the heart goes cold
We're rich in stories to be told

The rent is due, the jar is low
It comes so fast, it's quick to go
I came from nothing, this I know

I roll the dice, I play the game
I want the fortune, want the fame
They'll know my face, they'll know my name

I started with a dollar bill
I'm grinding harder, climbing still
I never stop, I never will

I've made it out the hardest way
I'm making moves by night and day
I count my blessings, count my pay

I'm climbing to the top
I'm never gonna stop
I'm flipping every coin
It's all about the gold
It never keeps you warm
I'm counting what I've got
I don't need quite a lot
`

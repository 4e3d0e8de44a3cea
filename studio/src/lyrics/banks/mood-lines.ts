/** Lines without a theme for pre-choruses, bridges and songs to somebody; notation in feeling-lines.ts. */
export const buildLines = `
I hold my breath, I count to three
It's getting closer, can't you see
There's something waking up in me
I'm standing where I want to be

The world is spinning round and round
I feel my heart begin to pound
I think I'm lost, I think I'm found
I leave my doubt upon the ground

There's something in the air tonight
I see a crack, I see the light
I feel it coming, feel it bite
And now I'm ready, hold on tight

And every road I've ever known
And every seed I've ever sown
It led me here, I'm not alone

I hear it whisper, hear it call
I'm standing just before the fall
I want to give, I want it all

It's louder now, it starts to rise
I can't ignore it, close my eyes
I see the question in your eyes
It's like a sun about to rise

I know it now, I know it well
It's like the ringing of a bell
I've got a story I must tell

There's nothing left to hide behind
I've got one thing upon my mind
I'm chasing what I've yet to find

I've waited all my life for this
A moment I don't want to miss
It lands as softly as a kiss

I feel it now, I feel it near
It drowns the doubt, it drowns the fear
I want to make it loud and clear
`

/** For a song to somebody. */
export const youLines = `
You're always standing by my side
You fill my heart with love and pride
You laugh, you take me for a ride

You pick me up, you make me strong
You hear the words beneath my song
You tell me where my feet belong

You turn my gray skies into blue
There's no one in the world like you
I'm thankful for the things you do

You've got a heart of solid gold
You've got the warmest hand to hold
You're never going to grow old

A better friend I'll never know
You teach my heavy heart to grow
You help my little light to glow
You stay when other people go

You make the hardest days seem bright
You bring the morning to the night
You've always known to treat me right

You share the sunshine of your day
You laugh and chase the gloom away
You always know the words to say

You are the one who rescues me
You're everything I want to be
You are the brightest star I see

You have a place inside my heart
You hold me when I fall apart
You are my hero from the start

You call me up, you know my name
You are the calm, you are the flame
With you the world is not the same

I see the laughter in your eyes
You're kind and patient, you are wise
You're like the sun about to rise
You're full of wonder and surprise

I'm never lost when you are there
You show the world how much you care
You float like music through the air

I'm yours until the end of time
You turn my chatter into rhyme
You are the bell, you are the chime

I keep you always on my mind
You are the gentle, rarest kind
There's no one better I could find

You are the moon, you are the sun
You are the first, the only one
The best of days have just begun
`

/** How a bridge turns: a lead and, straight after it, a reply that completes the sentence. */
export const turnLeads = `
And if the sky should fall on me
And when there's nothing left to see
When all the lights begin to fade
And when the final song is played
And when the years have all gone by
And if the wells should all run dry
Sometimes I think I've lost my mind
And if the road is hard to find
I've been a fool, I've been a king
And when the night has lost its sting
Maybe the end is just a start
If all my plans should fall apart
You take the silver, take the gold
And when the fire is growing cold
And when the silence feels too near
If all I know should disappear
And if I stumble, if I fall
When there is nothing left at all
Maybe we're only passing through
And if the old makes way for new
And when the walls are coming down
And if I'm lost and can't be found
And if the world should lose its sound
And when the stars go out at night
If nothing ever turns out right
And when I'm old and turning gray
If someone takes the sun away
And when the world is cold
When we are gray and old
And if it all should end
When hearts refuse to mend
Maybe I'm wrong or right
And if it's just one night
And when the song is done
If I'm the only one
If there's no place to hide
When I have lost my pride
If all the winds should blow
And when I lose the glow
When colors start to fade
And if I feel afraid
When everything is gone
If night should linger on
`

export const turnReplies = `
I'd still be right where I should be
I'd keep a place for you and me
I'll trust the heart to let me see
I'll stand right here, I'm not afraid
I won't forget the plans we made
There's nothing I would want to trade
I'll still be looking at the sky
I'd never need a reason why
I'd never think to say goodbye
I'll never leave the rest behind
The stars above will still be kind
My heart will find a song to sing
I still can hear the morning ring
I still would follow with my heart
I'd start again and play my part
I'd rather have a hand to hold
There's still a story to be told
I'll keep the spark till we are old
I'll hold a little courage dear
The song is all I need to hear
I'd keep on going, loud and clear
I'll hear the echo of the call
I'll find the footholds in the wall
I'll know I gave the world my all
I'd hold to what I know is true
I'd start again from nothing, too
I'll keep a little flame for you
I'll build it better in this town
I'll wear my courage like a crown
I'll plant my feet upon the ground
I'll let my heart be turned around
I'll strike a match and make a light
I'll hold the little things on tight
I'll still remember every day
I'd have a thousand things to say
I'd make my own light, come what may
This story will be told
I'll have your hand to hold
The heart will still be gold
I'd choose you as my friend
I'd find the will to bend
I'd look for all the light
I won't give up the fight
I'd hold the moment tight
I'll rise up with the sun
I'll know that I have won
I'd still go out and run
I'd let hope be my guide
I'll take it all in stride
Some things will never go
I'd bend and I would grow
I'll let the river flow
I'll see the things we made
I'd never want to trade
I won't stay in the shade
I'll wait here for the dawn
I'll still be moving on
`

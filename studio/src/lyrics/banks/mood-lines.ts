/**
 * Lines without a theme, by the job they do in the form; notation in feeling-lines.ts. Choruses, pre-choruses and
 * bridges are made of them, verses fall back on them.
 */
export const chorusLines = `
+We're gonna live, we're gonna shine
+I feel a shiver down my spine
+The moment's yours, the moment's mine
+And life is looking fine

+I want to {shout|sing} it to the sky
+We only get one life to try
+So spread your wings and learn to fly
+I'm never gonna say goodbye

+I've never felt so wild and free
+It's everything I want to be
+Come close your eyes and sing with me
+There's no one else I'd rather be

+Hold on, hold on, we'll be all right
+We set the world on fire tonight
+We turn the darkness into light
+I won't give up without a fight

+I'm on my way, I'm on my way
+We're gonna make this moment stay
+We'll make it somehow, come what may
+There's nothing left to do but stay

I want to know, I want to go
There's something that you ought to know
I feel it high, I feel it low
I'm never gonna let it go

I hear it like a distant song
It tells me that I still belong
It pulls me in, it pulls me strong
It's been inside me all along

I feel it beating in my heart
It wakes me up, it makes me start
It's music, poetry and art
It tears the lonely night apart

I'd walk a thousand miles or more
I know what I am living for
It knocks upon my open door
I've never felt like this before

It's in the thunder and the rain
It's running through me like a train
It heals the wound, it eases pain
I'd walk a lifetime in the rain

I hear it calling out my name
It burns in me, a steady flame
No, nothing ever feels the same

It's in the things I say and do
It paints the morning something new
I know it's real, I know it's true
There's nothing else I'd rather do

I carry it across the years
It speaks to me through hopes and fears
It rings like music in my ears

I won't look back, I won't look down
It turns this whole world upside down
I hear it all around the town

-I lie awake and wonder why
-I never got to say goodbye
-I tell the truth, I tell a lie
-There are no tears left in my eye

-I'm breaking, but I carry on
-I wake to find the dreaming gone
-I'm holding out until the dawn

-It hurts to stay, it hurts to go
-I'm sinking in the waves below
-There's so much you will never know
-I wish that I could let it go

-I call your name across the night
-I can't go on, I lose the fight
-I'm searching for a little light
-There's no more wrong, there's no more right

-I've only got myself to blame
-I stand here in the pouring rain
-There's no relief, there's only pain
-My heart has lost the final game

It's everything to me
It's all I want to be
It's there for all to see
It's deep inside my soul
It makes a broken whole
It's stronger than the night
It keeps me burning bright
It holds me close and tight
I feel it, yes, I do
It's shining, ever new
I know it to be true
I can't explain the way
It's with me every day
It's never far away
I want to let it show
It's all I need to know
It's everywhere I go

I look up at the sky
I'd never ask it why
I watch the world go by
+I think that I can fly
-I can't think how or why
I'm learning how to try

I'm running down the street
I hear my own heart beat
There's music in my feet
The morning air is sweet

I'll find the words for now
I only have the now
I make a quiet vow

I've never known the end
I'm on the road again
I laugh with every friend
I lose my breath, and then

I'm standing at the door
I couldn't ask for more
There's so much more in store
I've been this way before

I'm not the same today
I throw the doubt away
-The sky is turning gray
There's nothing more to say

The world is wide and round
I hear a distant sound
My feet are off the ground
I know what I have found

I carry on the song
The night is never long
It's right where I belong
-I don't know what went wrong

I've got a heart of gold
I will not be controlled
There's something here to hold
-The wind is growing cold

I leave the heavy days behind
I've searched and there's no more to find
The best is never hard to find
-I can't erase you from my mind
-I leave a bitter note behind

You hear the drumming of my heart
We're never really far apart
Just say the word and I will start
I sing the song, I know my part
-You hold the wreckage of my heart
-I'm watching all things fall apart

The wildest hearts are hard to tame
I throw the sparks, I feed the flame
I have no fear, I have no shame
I lay my cards, I play the game
The world will never be the same

We're running out of space and time
There's not a mountain I can't climb
I put my heart in every rhyme
Let every bell in heaven chime
I'm in the moment, in my prime

Let every stranger sing along
We've been apart for far too long
I know I'm right where I belong
Together we are twice as strong
My heart's a drum, my heart's a song
Oh, tell me how can I go wrong
-The nights are cold, the nights are long
-I don't know where it all went wrong

My hands are up, I'm in the air
I'd cross the world to find you there
Come run with me, come if you dare
I say the words, a silent prayer
There's more than I could ever share
+I'm laughing, and I just don't care
-I call your name but you're not there

I'm flying closer to the sun
Another day has just begun
We two together count as one
There's nowhere else I want to run
-I count the evenings, one by one
-The best of days are long since done

I throw my worries to the sky
So let the years go rolling by
+I'm laughing, spinning, flying high
No need to ask the reason why
My feet are down, my head is high

I know I'll never walk alone
The sweetest thing I've ever known
I've got a kingdom of my own
I feel the rhythm in the bone
-The rooms are empty, I'm alone
I've found the place that feels like home
Wherever I may choose to roam

Just take the wheel, just take the lead
I follow on at any speed
From little roots, a single seed
I wear my heart upon my sleeve
I never, never want to leave
There's more than what the eyes perceive

My heart is painted red and blue
The sky has never been so blue
I've got the whole wide world in view
We'll find a way to make it through
I see the world as something new
I give my all in all I do
I've never said a word more true
-The colors all have turned to blue
-I can't believe that we are through

I feel the fire begin to glow
I'll follow everywhere you go
Let all the rivers rise and flow
+Don't stop the music, take it slow
I've got so many seeds to sow
I let the whole emotion show

I turn the lock, I find the key
+Come out and run along with me
Who knows the things that we could be
I open up my eyes and see
-There's nothing left of you and me

+Let's make a little noise tonight
I've got the stars within my sight
We're holding on with all our might
I'm dancing in the fading light
My wings are open, taking flight

We'll find a hundred ways to play
I'd follow you the whole long way
You hear me sing, you hear me say
There's sunshine even in the gray
I wouldn't trade a single day
Let nothing stand within my way
-I cannot find the words to say
-The light is fading into gray
`

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

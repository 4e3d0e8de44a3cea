/**
 * Chorus lines without a theme; notation in feeling-lines.ts. "It" is whatever the song is about. Verses fall back on
 * them where a theme has no rhyme.
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
+It's music, poetry and art
It tears the lonely night apart

I'd walk a thousand miles or more
I know what I am living for
It knocks upon my open door
+I've never felt like this before

It's in the thunder and the rain
It's running through me like a train
+It heals the wound, it eases pain
I'd walk a lifetime in the rain

I hear it calling out my name
It burns in me, a steady flame
No, nothing ever feels the same

It's in the things I say and do
+It paints the morning something new
I know it's real, I know it's true
There's nothing else I'd rather do

I carry it across the years
It speaks to me through hopes and fears
+It rings like music in my ears

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
+There's not a mountain I can't climb
I put my heart in every rhyme
+Let every bell in heaven chime
+I'm in the moment, in my prime

+Let every stranger sing along
We've been apart for far too long
I know I'm right where I belong
+Together we are twice as strong
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
+My feet are down, my head is high

I know I'll never walk alone
The sweetest thing I've ever known
+I've got a kingdom of my own
I feel the rhythm in the bone
-The rooms are empty, I'm alone
I've found the place that feels like home
Wherever I may choose to roam

+Just take the wheel, just take the lead
I follow on at any speed
From little roots, a single seed
I wear my heart upon my sleeve
I never, never want to leave
There's more than what the eyes perceive

My heart is painted red and blue
+The sky has never been so blue
I've got the whole wide world in view
We'll find a way to make it through
+I see the world as something new
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
+I've got the stars within my sight
We're holding on with all our might
+I'm dancing in the fading light
+My wings are open, taking flight

+We'll find a hundred ways to play
I'd follow you the whole long way
You hear me sing, you hear me say
+There's sunshine even in the gray
I wouldn't trade a single day
Let nothing stand within my way
-I cannot find the words to say
-The light is fading into gray
`

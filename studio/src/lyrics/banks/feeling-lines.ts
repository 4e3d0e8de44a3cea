/**
 * Lines about people and feelings. All banks share one notation: one line a row, eight or six syllables in iambs,
 * present tense, `{a|b}` = a choice of equal length. A leading sign limits a line: `+` not in sad songs, `-` only
 * in sad ones. Blank rows group lines that rhyme, for the reader's eye;
 * the rhymes themselves are taken from the dictionary.
 */
export const love = `
Your hand in mine, we own the night
You turn the dark to {morning|summer|golden} light
I've never known a love so bright
You pull me in and hold me tight

I see {my future|forever} in your eyes
You paint the color in my skies
No need for secrets or disguise
You always take me by surprise

There is no song without your name
You walk right in and fan the flame
And nothing ever feels the same

So tell me that you want to stay
Your smile can chase the {clouds|blues|rain} away
You are the best part of my day
I fall for you again today

You keep the beat inside my heart
I've known it from the very start
No distance keeps our hands apart

The world is {kinder|softer|brighter} next to you
I have a love that's {deep|real|strong} and true
There's nothing that I wouldn't do
You take my hand and walk me through

I lose all fear when you are near
I whisper so that you can hear
With you it's simple, bright and clear

I'm yours and you are mine
We drink the night like wine
You make the morning shine

I only dream of you
You make the world brand new
I feel it coming through

Come closer to my heart
We knew it from the start
Just hold me through the night
And everything feels right
I hear you say my name
You set my soul aflame
`

export const loss = `
I {keep|hold} your picture by the bed
I hear the things you never said
The words keep turning in my head
I walk alone where you once led

Your empty chair is by the door
I don't go dancing anymore
Your coat still hangs above the floor
I've never felt this lost before

I talk to shadows on the wall
I wait all evening for your call
The leaves come down, the tears will fall
The rooms feel cold, the rooms feel small

I set a table just for one
I never knew that we were done
The cold moves in without the sun
There's no more road for us to run

I turn the light on in the hall
I miss you most when shadows crawl
The clock just ticks inside my chest
I lie awake, I cannot rest
I know that you would want the best

I trace your name in window frost
I never knew how much love cost
Without your voice I'm good and lost

The house is full of you
I don't know what to do
The morning's never new
I'm learning how to grieve
It's hard to let you leave
I reach for you at night
You're gone before the light
The silence knows your name
And nothing is the same
I carry you along
I hear you in each song
`

export const friendship = `
We know the words to every song
We laugh until the night is long
With you I'm {never|hardly} in the wrong
You make a place where I belong

You pick me up each time I fall
You are the first one that I call
We wrote our names upon the wall
Together we are {ten feet|twice as} tall

You tell me what I need to hear
You stay when others disappear
I know a friend is standing near
We raise a glass to one more year

No matter how the road may bend
You'll always have a loyal friend
We're side by side until the end
There's not a heart we cannot mend

You know my secrets, every one
We chase the last light of the sun
The best of stories has begun
We count the scars from all the fun

We're young beneath the skin
We lose, we fall, we win
You always take me in
You wear a crooked grin
Through every twist and bend
I know I have a friend
You've got me, I've got you
We'll always make it through
`

export const family = `
My mother hums as time goes by
My father taught me not to lie
We watch the summer days go by
I learn to walk, I learn to fly

There's {laughter|music} coming down the hall
We mark our height along the wall
I'm not afraid to trip and fall
The smallest hand can hold it all

The kitchen smells of toast and bread
You tuck me in, you kiss my head
There's one more story to be read
We count the stars above the bed

You gave me roots, you gave me wings
I still can hear how {grandma|mama} sings
Love lives inside the smallest things
We fly a kite on tangled strings

I have my father's stubborn mind
You are the gentle, patient kind
There is no better love to find

You held me when I cried
You're always on my side
You fill my heart with pride
I see your face in mine
We share a family line
It started long ago
You watched us learn and grow
`

export const hope = `
The night is long but dawn is near
There is no room for doubt and fear
The sky above is turning clear
A brighter morning's almost here

I feel the ground beneath my feet
I won't lie down, I won't retreat
I feel my heart pick up the beat
The taste of morning air is sweet

A little seed becomes a tree
There is a better place to be
I break the lock, I turn the key
And what I seek is seeking me

I take one breath, I take a chance
I turn my trouble into dance
I rise again, I hold my stance

There's something more behind the hill
I've fallen down, I'm standing still
I climb again, I always will
I find the strength, I find the will

A candle burns for those who roam
The longest river finds its home
I plant a garden in the stone
No one should have to walk alone

I lift my eyes and see
The future waits for me
I've never been so free
The dark can't last all night
I'm moving to the light
The morning sets it right
I'm stronger than I know
I rise from down below
There's further left to go
I stand up when I fall
I answer to the call
`

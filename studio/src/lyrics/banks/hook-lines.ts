/**
 * Lines that carry the song's own subject. `{np}` is the subject ("the city at night"), `{is/are}` agrees with it in
 * number, `{a|b}` is a free choice, `+` and `-` as in feeling-lines.ts. Lines come in many lengths, so that every
 * subject finds some that fill the metre.
 */

/** For a noun phrase or an activity ("driving through the rain"). */
export const anyHooks = `
{np} on my mind
With {np} on my mind
I've got {np} on my mind
{np}, one of a kind
+{np} all night and day
I sing of {np} night and day
I'd choose {np} any day
{np} {is/are} here to stay
{np} won't fade away
I never let {np} slip away
It's {np} every single day
I'm dreaming of {np} tonight
It's all about {np} tonight
We sing for {np} tonight
So give me {np} tonight
+{np} {feels/feel} so right
-{np} {keeps/keep} me up all night
I dream of {np} every night
There's nothing but {np} in sight
+{np}, you and me
+{np} {sets/set} me free
+{np} will set me free
{np} {is/are} all I see
{np} {means/mean} the world to me
{np} {means/mean} everything to me
{np}, deep in my heart
I carry {np} in my heart
{np} won't leave my heart
{np} right from the start
{np} {is/are} all I know
{np} won't let me go
I hold on to {np}, won't let go
+I follow {np} high and low
I take {np} where I go
{np} will pull me through
+With {np} I belong
I sing of {np} just for you
I hear {np} in the song
{np} {burns/burn} like a flame
I've only {np} to blame
I'd go for {np} any time
{np} one more time
I think of {np} all the time
I'm living for {np} all the time
There's nothing like {np}, I swear
{np} beyond compare
I need {np} like the air
{np} {is/are} all I need
{np}, I believe
`

/** For a person, animal, thing or place, which can do things and be spoken to. */
export const nounHooks = `
{np} for you
{np} and me and you
{np}, it's true
{np}, so bright
{np}, so free
{np}, oh my
{np}, my heart
I come alive with {np} so strong
-{np} {breaks/break} my heart
{np}, shine your light
{np}, burning bright
{np}, you shine so bright
{np}, you make it right
{np}, you light the way
{np}, take my breath away
{np}, don't go away
{np} {calls/call} my name
{np} will know my name
I hear {np} call my name
{np}, all I need is you
{np}, I belong to you
{np}, I'm singing for you
{np}, this one's for you
{np}, don't let go
{np}, steal the show
{np}, I want you to know
{np}, you set me free
{np}, come and dance with me
{np}, sing your song to me
Oh, {np}, can't you see
{np} {waits/wait} for me
Here {comes/come} {np} for you and me
{np}, you're in my heart
{np}, you have my heart
{np} in the morning sun
{np}, you're the one
Oh, {np}, you're the only one
{np} under the sky
I see {np} in the sky
{np}, I wonder why
`

/** For a place only. */
export const placeHooks = `
Take me to {np} tonight
Bring me back to {np} tonight
The road to {np} is long
Back to {np} where I belong
{np} is where I belong
I'm on the road to {np} today
To {np} I find my way
{np} is my home
{np} is calling me home
I leave my heart in {np} alone
{np}, I'm coming to you
{np}, I'll come back to you
`

/** For an activity only. */
export const doingHooks = `
{np} tonight
+{np} till dawn
-{np} alone
+{np} with you
{np}, you and I
{np}, the world goes by
+We're {np} tonight
+We're {np} till the morning light
+We're {np} all night long
+We're {np}, wild and free
+We're {np}, you and me
+Keep {np} all the way
+We're {np} all the day
+Let's go {np}, here we go
I'm {np}, don't you know
I'm {np}, that's all I know
I'm {np} on my own
I'm {np} all alone
-I'm {np} in the dark alone
I'm {np} once again, it's true
I'm {np}, thinking of you
`

/** For any words at all, such as a title given in quotation marks. */
export const sayHooks = `
{np}, we sing it loud
{np}, sing it to the crowd
{np}, this is our song
{np}, that's our song
{np}, we sing tonight
{np}, sing it tonight
{np}, I say it night and day
{np}, that's all I say
{np}, I hear it in my heart
{np}, straight from the heart
{np}, sing it with me
{np}, you and me
{np}, sing it high and low
{np}, here we go
{np}, oh, you know
{np}, this is for you
{np}, I sing for you
{np}, one more time
{np}, all the time
`

/** Verse lines that mention one of the prompt's subjects. */
export const anyMentions = `
I dream of {np} in the night
I talk of {np} all the time
I think of {np} now and then
The thought of {np} makes me smile
My thoughts of {np} fill the day
I wake and think of {np} first
There's more to {np} than they know
I think of {np} when I'm low
I think of {np} when I fall
I count on {np} when I'm blue
Nobody knows {np} like I do
And {np} {is/are} never far away
They tell me {np} will come and go
I fall asleep with {np} on my mind
I write of {np} in a song
A song of {np} in my ear
I know that {np} {is/are} always near
The world needs {np}, so do I
With {np} I can touch the sky
Without {np} I don't feel right
I'd trade the world for {np}, it's true
`

export const nounMentions = `
It's {np} I'm looking for
It's {np} I can't ignore
I think I need {np} more and more
I say a word for {np}, too
I look for {np} in the sky
I look for {np} in the crowd
I see {np} passing by
If you see {np}, let me know
I write of {np} in the sand
I picture {np} on the wall
I draw {np} on the wall
I whisper {np} to the moon
{np} will be here soon
I hear {np} down the street
I know {np} by the sound
When {np} {comes/come} around
I turn around, {np} {is/are} there
I see {np} in my dream
{np} in the morning light
I talk to {np} in the night
I wait for {np} by the door
`
